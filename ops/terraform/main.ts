import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Output } from "../cli/output";
import { Refusal } from "../cli/refusal";
import { inWords } from "../cli/words";
import { lockFaults, lockProviders, PLATFORMS } from "./lock";
import { LOCK_FILE, lockedIn } from "./lock-file";
import { pinnedProviders } from "./pinned-providers";

const ROOT = join(__dirname, "../..");

/** `npm run lock` writes the lock file of the providers. `npm run lock -- --check` fails if the file is not complete. */
async function main(args: readonly string[]): Promise<void> {
  const required = Object.values(pinnedProviders());
  if (args.includes("--check")) {
    const faults = lockFaults(required, lockedIn(ROOT));
    if (faults.length > 0) throw new Refusal(faults.join("\n"));
    return;
  }
  writeFileSync(join(ROOT, LOCK_FILE), await lockProviders({ required, platforms: PLATFORMS }));
  new Output(false).print(`Wrote ${LOCK_FILE}. Commit it.`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  new Output(false).fail(error instanceof Refusal ? error.message : inWords(error));
  process.exitCode = 1;
});
