import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { StackJson } from "./stacks";

const GOLDEN = join(__dirname, "../golden");

/** Every golden file: each stack that some environment or fixture makes, by its path without `.tf.json`. */
export function goldenStacks(): { readonly name: string; readonly stack: StackJson }[] {
  return readdirSync(GOLDEN, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".tf.json"))
    .sort()
    .map((path) => ({
      name: path.slice(0, -".tf.json".length),
      stack: JSON.parse(readFileSync(join(GOLDEN, path), "utf8")) as StackJson,
    }));
}
