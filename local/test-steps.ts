import { join } from "node:path";
import { terraformBinary } from "../ops/terraform/binary";
import { onNode, OTHER_NODES } from "./other-nodes";
import { LOCAL } from "./project";

/** The steps of `make test`. */

export interface Step {
  readonly title: string;
  readonly command: readonly [string, ...string[]];
  /** Whether the command is jest, whose tests are counted. */
  readonly jest?: boolean;
  /** What the step requires, with a command that succeeds if it is available. */
  readonly needs?: { readonly what: string; readonly check: readonly [string, ...string[]] };
  /** What only one step may use at a time. */
  readonly alone?: "root";
  /**
   * Whether it waits most of its time, and has deadlines of seconds. Steps that compute leave it the processors when it needs
   * them.
   *
   * @default false
   */
  readonly waits?: boolean;
}

export const RESULTS = join(LOCAL, "test");

export function reportOf(project: string): string {
  return join(RESULTS, `${project}.json`);
}

const npm = (script: string): Step => ({ title: script, command: ["npm", "run", "--silent", script] });
const jest = (project: string, npmScript: string, extra: Partial<Step> = {}): Step => ({
  title: project,
  command: ["npm", "run", "--silent", npmScript, "--", "--json", `--outputFile=${reportOf(project)}`],
  jest: true,
  ...extra,
});

const terraformAndCli: Step["needs"] = {
  what: "Terraform on the PATH",
  check: ["sh", "__tests__/e2e/prepare.sh"],
};
const terraform: Step["needs"] = { what: "Terraform on the PATH", check: [terraformBinary(), "version"] };
const chromium: Step["needs"] = {
  what: "Chromium, or root on Debian to install it",
  check: ["sh", "__tests__/browser/prepare.sh"],
};
const debian: Step["needs"] = {
  what: "root on Debian, for buildah and a Laravel to run",
  check: ["sh", "__tests__/images/prepare.sh"],
};
const cdkTerrain: Step["needs"] = {
  what: "npm, to install CDK Terrain",
  check: ["sh", "__tests__/exits/prepare.sh"],
};

const nodeFromNpm = (major: string): NonNullable<Step["needs"]> => ({
  what: `Node.js ${major} from npm`,
  check: onNode(major, "node --version"),
});

/** The fork's unit tests run on the last of them. */
const otherNodes = OTHER_NODES.slice(0, -1).map((major): Step => {
  const command = onNode(major, "npm run --silent test:node");
  return { title: `node ${major}`, command, needs: nodeFromNpm(major) };
});

/**
 * Each is started as soon as one of the three before it has ended. The first two wait most of their time, and all others compute.
 * Those of a minute that find most mistakes come first, and then the longest, so that both cores have work until the end.
 */
export const STEPS: readonly Step[] = [
  jest("e2e", "test:e2e", { needs: terraformAndCli, waits: true }),
  jest("images", "test:images", { needs: debian, alone: "root", waits: true }),
  npm("types"),
  npm("lint:ci"),
  jest("unit", "test"),
  // Unit tests again, of a team's fork: also on another Node.js, three years later, with pages of one item. Not counted twice.
  jest("fork", "test:fork", { needs: nodeFromNpm(OTHER_NODES.at(-1)!) }),
  jest("terraform", "test:terraform", { needs: terraform }),
  jest("ops", "test:ops"),
  jest("slow", "test:slow"),
  jest("exits", "test:exits", { needs: cdkTerrain }),
  jest("local", "test:local", { alone: "root" }),
  // Unit tests again. Not counted twice.
  ...otherNodes,
  // The unit tests of the notifier again, with full coverage of its lines and branches. Not counted twice.
  npm("test:coverage"),
  jest("browser", "test:browser", { needs: chromium, alone: "root" }),
];
