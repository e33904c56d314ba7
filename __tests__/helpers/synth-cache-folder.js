const { mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

/** Jest runs this before the workers start, which inherit the variable. */
module.exports = () => {
  process.env.SYNTH_CACHE = mkdtempSync(join(tmpdir(), "synth-cache-"));
  process.once("exit", () => rmSync(process.env.SYNTH_CACHE, { recursive: true, force: true }));
};
