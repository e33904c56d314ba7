import { execFileSync } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { onNode, OTHER_NODES } from "../../local/other-nodes";

/** The other Node.js on which a fork takes a version: this process runs `npm test` on its own. */
const MAJOR = OTHER_NODES.at(-1)!;

/**
 * How the unit tests of a fork differ from `npm test`, so that one run of them proves four things: they pass with other
 * environments, on another Node.js, three years later, and where AWS returns one item on each page of a list.
 */
export function otherCircumstances(): Record<string, string> {
  const [npx, ...args] = onNode(MAJOR, "node --print process.execPath");
  const node = execFileSync(npx, args, { encoding: "utf8" }).trim();
  return {
    PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}`,
    CLOCK_DAYS: "1096",
    PAGES_OF_ONE: "1",
  };
}

/** How to find out which of them makes a test fail. */
export const whichOfThem = (seed: number) => `
These tests ran on Node.js ${MAJOR}, with CLOCK_DAYS=1096, with PAGES_OF_ONE=1, and in a team's fork. Find out which of these makes a
test file fail:
  npm test -- <test file>
  npx --yes --package=node@${MAJOR} -c "npm test -- <test file>"
  npm run test:later -- <test file>
  npm run test:pages -- <test file>
  FORK_SEED=${seed} npm run test:fork
`;
