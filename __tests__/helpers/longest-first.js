const { default: Sequencer } = require("@jest/test-sequencer");
const { existsSync } = require("node:fs");
const { join } = require("node:path");

/**
 * Files that take minutes, the longest first. Jest knows how long a file took only where it has run before; elsewhere it starts with
 * the largest file, and one of these could be the last, alone.
 */
const LONGEST = [
  "e2e/background",
  "e2e/staging",
  "e2e/production",
  "e2e/growing",
  "e2e/releases",
  "e2e/review",
  "e2e/launch",
  "e2e/fresh-account",
  "ops/processes/killed",
  "ops/processes/cut",
  "ops/processes/deploy",
  "patterns/linear.slow",
].map((name) => join(__dirname, "..", `${name}.test.ts`));

for (const file of LONGEST)
  if (!existsSync(file)) throw new Error(`${__filename} names ${file}, which does not exist`);

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => (LONGEST.includes(path) ? LONGEST.indexOf(path) : LONGEST.length);
    return [...super.sort(tests)].sort((one, other) => place(one) - place(other));
  }
};
