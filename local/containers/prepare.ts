import { join } from "node:path";
import { run } from "../processes";
import { possibleRuntime } from "./possible";

/** How this machine runs containers, after it has installed what is missing, as root on Debian. */
export async function preparedRuntime(onOutput: (text: string) => void) {
  const found = possibleRuntime();
  if (found.kind === "namespaces") return found;
  await run("sh", [join(__dirname, "prepare.sh")], { onOutput });
  return possibleRuntime();
}
