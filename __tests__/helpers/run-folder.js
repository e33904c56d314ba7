const { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

/** Linux's file system in memory. */
const MEMORY = "/dev/shm";
/** More than ten times what the unit tests need at once. In a container, Docker gives it 64 MiB. */
const ENOUGH_BYTES = 512 * 1024 ** 2;

/** Some tests execute programs that they write. */
const mayExecute = () => /^\S+ \/dev\/shm \S+ (?!\S*\bnoexec\b)/m.test(readFileSync("/proc/mounts", "utf8"));
const hasRoom = () => {
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize >= ENOUGH_BYTES;
};

/**
 * Makes the folder of a run of Jest, in memory if possible. The unit tests write and delete thousands of small files, for which a
 * disk takes a tenth of all their processor time. Jest calls this before the workers start, which inherit the variables:
 *
 * - SYNTH_CACHE: what all workers share (`synth-cache.ts`)
 * - UNIT_TMPDIR: the TMPDIR of the unit tests (`shared-realm.js`)
 */
module.exports = () => {
  const inMemory = existsSync(MEMORY) && mayExecute() && hasRoom();
  const folder = mkdtempSync(join(inMemory ? MEMORY : tmpdir(), "jest-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  process.env.SYNTH_CACHE = join(folder, "synth");
  process.env.UNIT_TMPDIR = join(folder, "tmp");
  mkdirSync(process.env.SYNTH_CACHE);
  mkdirSync(process.env.UNIT_TMPDIR);
};
