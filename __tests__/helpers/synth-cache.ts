import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where a run of Jest keeps what it synthesized (`synth-cache-folder.js`). */
const FOLDER = process.env.SYNTH_CACHE;

/** The cached result for a key, from any worker; otherwise synthesizes and caches it. Each caller gets a copy. */
export function synthesizedOnce<T>(key: string, synthesize: () => T): T {
  if (!FOLDER) return synthesize();
  const file = join(FOLDER, `${createHash("sha256").update(key).digest("hex")}.json`);
  if (!existsSync(file)) {
    const own = `${file}.${process.pid}`;
    writeFileSync(own, JSON.stringify(synthesize()));
    // Another worker may have been faster, with the same result.
    renameSync(own, file);
  }
  return JSON.parse(readFileSync(file, "utf8")) as T;
}
