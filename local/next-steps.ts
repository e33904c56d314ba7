import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Environment } from "../config/environment";
import { given } from "../facts/given";
import type { ChildEnvironment } from "./isolation";
import { LOCAL, ROOT } from "./project";

const FILE = join(LOCAL, "env.sh");

/** Writes the file to source, so that `npm run ops` and the AWS command line reach the embedded AWS and nothing else. */
export function writeEnvironmentFile(environment: ChildEnvironment): void {
  const variables = Object.entries(environment).filter(([name]) => /^(AWS_|TF_CLI|SUPPORT_DAY)/.test(name));
  // The AWS command line of version 1 does not read AWS_REGION.
  variables.push(["AWS_DEFAULT_REGION", environment.AWS_REGION ?? ""]);
  const lines = variables.map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`);
  writeFileSync(FILE, `unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN\n${lines.join("")}`);
}

interface Result {
  readonly environment: Environment;
  readonly url: string;
  readonly slack: string;
  readonly simulated: boolean;
}

/** What runs, and commands to paste. */
export function nextSteps({
  environment: { environment, slack: posts },
  url,
  slack,
  simulated,
}: Result): string {
  const rows = given<[string, string]>(["Application", url], posts && ["Slack", slack]);
  const commands = [
    `source ${relative(ROOT, FILE)}`,
    `npm run ops -- status ${environment}`,
    `npm run ops -- logs ${environment} --follow`,
    `npm run ops -- run ${environment} -- artisan about`,
    ...(simulated ? [] : ["make push TAG=v2", `npm run ops -- deploy ${environment} --tag v2`]),
    "make down",
  ];
  return [
    "",
    ...rows.map(([title, value]) => `${title.padEnd(13)}${value}`),
    "",
    "Try next:",
    ...commands.map((command) => `  ${command}`),
  ].join("\n");
}
