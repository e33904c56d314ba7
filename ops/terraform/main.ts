import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../cli/refusal";
import { lockFaults, lockProviders, PLATFORMS } from "./lock";
import { LOCK_FILE, lockedIn } from "./lock-file";
import { pinnedProviders } from "./pinned-providers";

const ROOT = join(__dirname, "../..");

/** `npm run lock` writes the project's lock file of providers; `npm run lock -- --check` reports whether it is complete. */
async function main(args: readonly string[]): Promise<void> {
  const required = Object.values(pinnedProviders());
  if (args.includes("--check")) {
    const faults = lockFaults(required, lockedIn(ROOT));
    if (faults.length > 0) throw new Refusal(faults.join("\n"));
    return;
  }
  writeFileSync(join(ROOT, LOCK_FILE), await lockProviders({ required, platforms: PLATFORMS }));
  console.log(`${LOCK_FILE} is written. Commit it.`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Refusal ? error.message : error);
  process.exitCode = 1;
});
