import { basename, join } from "node:path";
import { Refusal } from "../cli/refusal";
import { outputOf } from "./output-of";

const ROOT = join(__dirname, "..", "..");
const GOLDEN = "__tests__/golden";

const git = (...args: string[]) => outputOf("git", args, ROOT);

/** The names of the golden files at a git ref, without those of the fixtures. */
export async function goldenNames(ref: string): Promise<string[]> {
  const paths = await git("ls-tree", "--name-only", `${ref}^{commit}`, `${GOLDEN}/`).catch(() => {
    throw new Refusal(
      `Git has no commit "${ref}".\nFix: Fetch it (in CI: check out the whole history), or give another ref.`,
    );
  });
  return paths
    .split("\n")
    .filter((path) => path.endsWith(".json"))
    .map((path) => basename(path));
}

export const goldenFile = (ref: string, name: string): Promise<string> =>
  git("show", `${ref}:${GOLDEN}/${name}`);
