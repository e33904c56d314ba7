import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where a run of Jest keeps what it synthesized (`synth-cache-folder.js`). */
const FOLDER = process.env.SYNTH_CACHE;

/** What was synthesized for a key before, in whichever worker; else synthesizes and keeps it. A copy for each caller. */
export function synthesizedOnce<T>(key: string, synthesize: () => T): T {
  if (!FOLDER) return synthesize();
  const file = join(FOLDER, `${createHash("sha256").update(key).digest("hex")}.json`);
  if (!existsSync(file)) {
    const own = `${file}.${process.pid}`;
    writeFileSync(own, JSON.stringify(synthesize()));
    // Another worker may have been faster: with the same.
    renameSync(own, file);
  }
  return JSON.parse(readFileSync(file, "utf8")) as T;
}
