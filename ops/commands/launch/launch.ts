import { join } from "node:path";
import { GetParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import { NO_IMAGE, IMAGES } from "../../../facts/names";
import type { Part } from "../../../stacks/environment-stack";
import { applyLine, commandLine } from "../../cli/command-line";
import { duration } from "../../cli/duration";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { Failure, Interruption } from "../../cli/outcome";
import { Refusal } from "../../cli/refusal";
import { bold, good, linesOf } from "../../cli/style";
import { confirm } from "../../cli/terminal";
import { servicesOf } from "../../ecs/services";
import { deploy } from "../../release/deploy";
import { bootstrap } from "../bootstrap/bootstrap";
import { monthlyCost } from "../cost/monthly-cost";
import { requireHealthy } from "../doctor/doctor";
import type { Application } from "./application";
import { applicationIn } from "./application";
import { AUTO_APPROVE, applyStack } from "./apply-stack";
import { awaitChild } from "./child";
import { pushImages } from "./images";
import { nextSteps, urlOf } from "./next-steps";
import { terraformProblems } from "./machine";
import { recordOf } from "./run-record";
import type { RunRecord } from "./run-record";
import { requireSecrets } from "./unset-secrets";

/** The first step before which the account was changed: the one after bootstrap. */
const FIRST_CHANGED = 2;

const ROOT = join(__dirname, "../../..");

export interface LaunchOptions {
  readonly app: string;
  readonly tag?: string;
  readonly yes?: boolean;
  readonly timeout: number;
}

interface Step {
  readonly title: string;

  /** The command that does the same by hand. Steps with several print each themselves. */
  readonly line?: string;
  readonly run: () => Promise<unknown>;
}

/**
 * From an empty account to the first release. Every step can be repeated, so a launch that failed, was interrupted or was
 * killed is continued by the same command.
 *
 * @throws Refusal before anything is changed, if the application or the account does not fit the environment, and Failure after that
 */
export async function launch(operation: Operation, options: LaunchOptions): Promise<Facts> {
  const { output } = operation;
  const application = await applicationIn(operation.environment, {
    folder: options.app,
    option: "--app",
    tag: options.tag,
    others: terraformProblems(),
  });
  const record = recordOf(operation);
  const again = commandLine(operation.environment, "launch", restOf(application, options));
  try {
    if (await isReleased(operation)) return await finish(operation, "was launched before");
    if (!options.yes) await requireConsent(operation);
    await run(operation, record, stepsOf(operation, record, application, options));
    record.finish();
    return await finish(operation, `runs app and nginx ${application.tag}`);
  } catch (error) {
    if (!(error instanceof Interruption)) throw error;
    throw new Interruption(`${error.message}\nFix: To continue, run: ${again}`, error.facts);
  } finally {
    output.progress("");
  }
}

function stepsOf(
  operation: Operation,
  record: RunRecord,
  application: Application,
  { timeout }: LaunchOptions,
): Step[] {
  const { environment } = operation;
  const { path, tag } = application;
  const killed = record.child;
  const apply = (part: Part): Step => ({
    title: `Deploy the ${part} stack`,
    line: `${applyLine(environment, part)} ${AUTO_APPROVE}`,
    run: () => applyStack(operation, record, { part, root: ROOT, killed }),
  });
  return [
    {
      title: "Check the account and the application",
      line: commandLine(environment, "doctor", `--app ${path}`),
      run: async () => {
        const advice = await requireHealthy(operation, { app: application.folder });
        for (const line of advice) operation.output.print(`  ${line}`);
      },
    },
    {
      title: "Prepare the account",
      line: commandLine(environment, "bootstrap"),
      run: () => bootstrap(operation, { isChecked: true }),
    },
    apply("base"),
    { title: `Build and push the images of ${path}`, run: () => pushImages(operation, record, application) },
    apply("service"),
    { title: "Check the secrets", run: () => requireSecrets(operation) },
    {
      title: "Release the application",
      line: commandLine(environment, "deploy", `--tag ${tag}`),
      run: () => deploy(operation, { tag, migrate: true, timeout }),
    },
  ];
}

async function run(operation: Operation, record: RunRecord, steps: readonly Step[]): Promise<void> {
  const { output } = operation;
  await awaitChild(operation, record);
  record.begin();
  for (const [index, { title, line, run }] of steps.entries()) {
    operation.goOn();
    const began = performance.now();
    output.print(["\n", bold(`[${index + 1}/${steps.length}] ${title}`)]);
    if (line !== undefined) output.print(`  $ ${line}`);
    try {
      await run();
    } catch (error) {
      // A refusal's exit code promises that nothing was changed.
      throw error instanceof Refusal && index >= FIRST_CHANGED ? new Failure(error.message) : error;
    }
    output.print(["  ", good("Done"), ` (${duration(performance.now() - began)}).`]);
  }
}

/** Whether the environment has had a release. From then on a launch changes nothing. */
async function isReleased(operation: Operation): Promise<boolean> {
  const names = IMAGES.map((image) => operation.names.imageParameter(image).name);
  const { Parameters: found = [] } = await operation
    .client(SSMClient)
    .send(new GetParametersCommand({ Names: names }));
  const released = found.filter(({ Value }) => Value !== NO_IMAGE).length === names.length;
  return released && (await servicesOf(operation, ["web"])).has("web");
}

async function requireConsent({ environment }: Operation): Promise<void> {
  const { accountId, region, name } = environment;
  const { items, total, unpriced } = monthlyCost(environment);
  const cost = unpriced.length === items.length ? "" : `, for about ${Math.round(total)} USD a month`;
  if (await confirm(`Create ${name} in account ${accountId}, ${region}${cost}?`)) return;
  throw new Refusal("Nothing was changed.");
}

async function finish(operation: Operation, outcome: string): Promise<Facts> {
  const { output, environmentName } = operation;
  const [url, steps] = await Promise.all([urlOf(operation), nextSteps(operation, ROOT)]);
  output.print(
    linesOf([
      "",
      good(`${environmentName} ${outcome}.`),
      "",
      bold("Next:"),
      ...steps.map((step) => `  - ${step}`),
    ]),
  );
  output.print(["\n", bold(url)]);
  return { url, nextSteps: steps };
}

const restOf = ({ path }: Application, { tag, yes }: LaunchOptions) =>
  [`--app ${path}`, ...(tag === undefined ? [] : [`--tag ${tag}`]), ...(yes ? ["--yes"] : [])].join(" ");
