import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where a run of Jest keeps what takes long to make, e.g. what it synthesized (`run-folder.js`). */
const FOLDER = process.env.SYNTH_CACHE;

/** The cached result for a key, from any worker; otherwise makes and caches it. Each caller gets a copy. */
export function madeOnce<T>(key: string, make: () => T): T {
  if (!FOLDER) return make();
  const file = join(FOLDER, `${createHash("sha256").update(key).digest("hex")}.json`);
  if (!existsSync(file)) {
    const own = `${file}.${process.pid}`;
    writeFileSync(own, JSON.stringify(make()));
    // Another worker may have been faster, with the same result.
    renameSync(own, file);
  }
  return JSON.parse(readFileSync(file, "utf8")) as T;
}
