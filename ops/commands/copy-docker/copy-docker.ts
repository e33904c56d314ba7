import { copyFileSync, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createTwoFilesPatch } from "diff";
import { show } from "../../../config/messages/show";
import type { Facts } from "../../cli/outcome";
import type { Output } from "../../cli/output";
import { Refusal } from "../../cli/refusal";
import type { ImageFile } from "./files";
import { imageFiles, otherFiles } from "./files";

const PROJECT = join(__dirname, "../../..");

export interface CopyDockerOptions {
  readonly app: string;
  readonly yes?: boolean;
}

/** How a question is answered. */
export interface Asked {
  readonly output: Output;
  /** Undefined where no question can be asked. */
  readonly agrees: ((question: string) => Promise<boolean>) | undefined;
}

/**
 * Copies the files of the images into a Laravel repository. It shows the difference of each file that it would replace, and asks
 * first. The repository's list of packages and its workflow stay as they are.
 *
 * @throws Refusal if the folder is not a Laravel repository, or the operator does not agree; nothing is written then
 */
export async function copyDocker(
  { app, yes = false }: CopyDockerOptions,
  { output, agrees }: Asked,
): Promise<Facts> {
  const folder = resolve(app);
  if (!existsSync(join(folder, "artisan")) || !statSync(folder).isDirectory()) {
    throw new Refusal(
      `${show(app)} is not a Laravel repository: it has no artisan.\nFix: Give the path to it, e.g. --app ../api.`,
    );
  }
  const files = imageFiles(PROJECT, folder);
  const having = (state: ImageFile["state"]) => files.filter((file) => file.state === state);
  const [added, changed] = [having("new"), having("changed")];
  const others = otherFiles(folder, files);

  for (const file of changed) output.verbatim(differenceOf(file));
  for (const { path } of having("kept")) output.print(`${path}: kept as it is.`);
  for (const path of others) {
    output.print(`${path}: not part of this version. Remove it unless you added it.`);
  }
  const facts = {
    new: added.map(({ path }) => path),
    replaced: changed.map(({ path }) => path),
    kept: having("kept").map(({ path }) => path),
    others,
  };
  if (added.length + changed.length === 0) {
    output.print("All files are there already. Nothing was changed.");
    return facts;
  }

  const question = `Write ${numbered(added.length, "new file")}, and replace ${numbered(changed.length, "file")} as shown above?`;
  if (!yes && agrees === undefined) {
    throw new Refusal(
      `${question}\nStandard input is not a terminal, so nothing was changed.\nFix: Give --yes once you have read the differences.`,
    );
  }
  if (!yes && !(await agrees?.(question))) throw new Refusal("Nothing was changed.");
  for (const { source, path } of [...added, ...changed]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    copyFileSync(source, join(folder, path));
  }
  output.print(
    `Wrote ${numbered(added.length, "new file")}, and replaced ${numbered(changed.length, "file")}. Look at git diff, and commit.`,
  );
  return facts;
}

const numbered = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

const differenceOf = ({ path, existing = "", text }: ImageFile) =>
  createTwoFilesPatch(path, path, existing, text, "", "", { context: 2 }).replace(/^.*\n=+\n/, "");
