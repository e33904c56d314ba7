import { join } from "node:path";
import { terraformBinary } from "../ops/terraform/binary";
import { LOCAL } from "./project";

/** The steps of `make test`. */

export interface Step {
  readonly title: string;
  readonly command: readonly [string, ...string[]];
  /** Whether the command is jest, whose tests are counted. */
  readonly jest?: boolean;
  /** What the step requires, with a command that succeeds if it is available. */
  readonly needs?: { readonly what: string; readonly check: readonly [string, ...string[]] };
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

/**
 * The oldest and the newest Node.js that package.json supports, except the current one. The npm package `node` contains the
 * binary, and npx caches it.
 */
const otherNodes = ["20", "24"]
  .filter((major) => major !== process.versions.node.split(".")[0])
  .map((major): Step => {
    const on = (command: string): Step["command"] => [
      "npx",
      "--yes",
      `--package=node@${major}`,
      "-c",
      command,
    ];
    return {
      title: `node ${major}`,
      command: on("npm run --silent test:node"),
      needs: { what: `Node.js ${major} from npm`, check: on("node --version") },
    };
  });

/** Two lanes for two cores. The steps of a lane run one after the other. */
export const LANES: readonly (readonly Step[])[] = [
  [
    jest("e2e", "test:e2e", { needs: terraformAndCli }),
    jest("ops", "test:ops"),
    // Tests of the commands again, with pages of one item. Not counted twice.
    npm("test:pages"),
  ],
  [
    npm("types"),
    npm("lint:ci"),
    jest("unit", "test"),
    jest("images", "test:images", { needs: debian }),
    // The unit tests of the notifier again, with full coverage of its lines and branches. Not counted twice.
    npm("test:coverage"),
    // Unit tests again. Not counted twice.
    ...otherNodes,
    // Unit tests that depend on the clock again, three years later. Not counted twice.
    npm("test:later"),
    jest("local", "test:local"),
    jest("exits", "test:exits", { needs: cdkTerrain }),
    jest("fork", "test:fork"),
    jest("terraform", "test:terraform", { needs: terraform }),
    jest("browser", "test:browser", { needs: chromium }),
  ],
];
