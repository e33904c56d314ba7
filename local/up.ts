import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../config/environment";
import { HEALTH_CHECK } from "../facts/health-check";
import { clientsOf, furnishAccount, pushPlaceholders } from "./account";
import { startAws, stopAws } from "./aws";
import { Cdktf } from "./cdktf";
import { preparedRuntime } from "./containers/prepare";
import { runningDataPlane, startDataPlane, stopDataPlane } from "./data-plane/process";
import { environmentToRun } from "./environment-to-run";
import { fitStacks } from "./fit-stacks";
import { requireDockerfile } from "./images/application";
import { authority, pushRelease, tagOf } from "./images/release";
import { liftLocks, RunRecord } from "./interruption";
import { isolatedEnvironment } from "./isolation";
import { Phases } from "./phases";
import { eventually, succeed } from "./processes";
import { AWS_FOLDER, LOCAL, ROOT } from "./project";
import { providersHere } from "./providers";
import { postToPage, setStandIns } from "./operator-secrets";
import { nextSteps, writeEnvironmentFile } from "./next-steps";
import { stackFolder, Terraform } from "./terraform";

const INTERRUPTED = 130;
/** A host joins, pulls the images and starts the tasks. */
const ANSWER_SECONDS = 180;

const interruption = new AbortController();
const phases = new Phases(join(AWS_FOLDER, "up.log"));

/** One phase, unless the user has interrupted the run. */
function phase<T>(title: string, body: () => T | Promise<T>): Promise<T> {
  interruption.signal.throwIfAborted();
  return phases.run(title, body);
}

/**
 * `make up`: deploys the production environment to the embedded AWS, with the same commands as to a real account, and runs the
 * application. Only the endpoint and the credentials differ.
 */
async function up(environment: Environment, record: RunRecord): Promise<void> {
  // Before anything of an account that runs is touched.
  if (process.env.APP) requireDockerfile(process.env.APP);
  if (!(await record.begin())) return deploy(environment, record);

  phases.say("The last run was interrupted: continuing from its state.");
  try {
    await deploy(environment, record, { afterInterruption: true });
  } catch (error) {
    interruption.signal.throwIfAborted();
    phases.say(
      `Cannot continue from the last run (${firstLine(error)}): starting again with an empty account.`,
    );
    await stopDataPlane(AWS_FOLDER);
    await stopAws(AWS_FOLDER);
    await deploy(environment, record);
  }
}

async function deploy(
  environment: Environment,
  record: RunRecord,
  { afterInterruption = false } = {},
): Promise<void> {
  const { region, stateBucket, environment: name } = environment;
  const [base, service] = [`${name}-base`, `${name}-service`] as const;
  const output = join(AWS_FOLDER, "cdktf.out");
  const options = { onOutput: phases.write, onStart: (pid: number) => record.waitsFor(pid) };

  const { kind, missing } = await phase("Tools", () => preparedRuntime(phases.write));
  if (kind === "simulated") {
    phases.say(`This machine cannot run containers (it lacks ${missing.join(", ")}): tasks are simulated.`);
  }
  const aws = await phase("Embedded AWS", () =>
    startAws({
      folder: AWS_FOLDER,
      pythonFolder: LOCAL,
      accountId: environment.accountId,
      pace: Number(process.env.EMBEDDED_AWS_PACE ?? 1),
      progress: (line) => phases.write(`${line}\n`),
      ...(kind === "simulated" ? {} : { authority: authority().certificate }),
    }),
  );
  const clients = clientsOf(aws.endpoint, region);
  const isolated = isolatedEnvironment(aws.endpoint, region, AWS_FOLDER);
  const script = (file: string, args: string[], more = {}) =>
    succeed(process.execPath, ["--import", "tsx", file, ...args], {
      cwd: ROOT,
      env: isolated,
      ...options,
      ...more,
    });
  const ops = (...args: string[]) => script("ops/main.ts", args);

  await phase("Account: hosted zone, state bucket, service-linked roles", async () => {
    await furnishAccount(environment, clients);
    await ops("bootstrap", name);
    if (!afterInterruption) return;
    for (const lock of await liftLocks(stateBucket, clients))
      phases.write(`removed the state lock ${lock}\n`);
  });

  const cdktf = new Cdktf(output, isolated, options);
  const fitted = await phase("cdktf synth", async () => {
    rmSync(output, { recursive: true, force: true });
    await cdktf.synth();
    return fitStacks(output, await providersHere(AWS_FOLDER, isolated));
  });
  for (const line of fitted) phases.say(line);

  const repository = process.env.APP;
  const tag = kind === "simulated" ? "placeholder" : tagOf(repository);
  const build = async () => {
    if (kind === "simulated") return;
    const args = [tag, "--build-only", ...(repository ? ["--app", repository] : [])];
    // Not in the group that is interrupted: Terraform runs beside it.
    await script("local/push.ts", args, { onStart: undefined });
  };
  const [plane] = await phase(`cdktf deploy ${base}, while the images are built`, () =>
    Promise.all([
      build().then(() =>
        startDataPlane(AWS_FOLDER, { ...aws, region, kind, source: balancerAddress(environment) }),
      ),
      cdktf.deploy(base),
    ]),
  );

  await phase(`cdktf deploy ${service}`, () => cdktf.deploy(service));
  await phase(`Push the images ${tag}`, async () => {
    if (environment.slack) await postToPage(environment, plane.webhook, clients);
    if (kind === "simulated") await pushPlaceholders(environment, clients);
    else await pushRelease(environment, tag, clients);
  });
  for (const secret of await setStandIns(environment, clients))
    phases.say(`${secret} has a stand-in value. To set it: npm run ops -- secret set ${name} ${secret}`);
  await phase(`ops deploy ${name} --tag ${tag}: migrate and start`, () => ops("deploy", name, "--tag", tag));
  const url = await phase("The load balancer answers", () => answering(AWS_FOLDER));

  await phase("terraform plan: no changes", async () => {
    for (const stack of [base, service]) {
      const { changes, output: text } = await new Terraform(stackFolder(output, stack), isolated).plan(
        "-lock=false",
      );
      if (changes) throw new Error(`${stack} was deployed, but terraform plan still has changes:\n${text}`);
    }
  });

  writeEnvironmentFile(isolated);
  phases.say(nextSteps({ environment, url, slack: plane.slack, simulated: kind === "simulated" }));
}

/** An address of the VPC that no host has: from it the load balancer reaches the containers. */
function balancerAddress({ network }: Environment): string {
  const [a, b, c] = network.cidr.split("/")[0]!.split(".");
  return `${a}.${b}.${c}.250`;
}

/** Waits until the load balancer forwards requests. Returns its URL. */
async function answering(folder: string): Promise<string> {
  let url = "";
  const answers = async () => {
    url = runningDataPlane(folder)?.url ?? "";
    if (!url) return false;
    const { status } = await fetch(`${url}${HEALTH_CHECK.path}`, { redirect: "manual" }).catch(() => ({
      status: 0,
    }));
    return status === 200;
  };
  if (await eventually(answers, ANSWER_SECONDS)) return url;
  throw new Error(
    `The application does not answer within ${ANSWER_SECONDS} seconds.\nThe logs are in ${folder}. Run npm run ops -- status ${environmentToRun().environment} for the cause.`,
  );
}

const firstLine = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).split("\n", 1)[0];

function main(): void {
  const record = new RunRecord(AWS_FOLDER);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      const again = interruption.signal.aborted;
      phases.say(
        again
          ? "\nStopping now."
          : "\nStopping when Terraform has saved its state (press again to stop now).",
      );
      interruption.abort();
      void record.stop(again ? "at once" : "gently");
    });
  }

  const run = async () => up(environmentToRun(), record);
  run().then(
    () => record.finish(),
    (error: unknown) => {
      if (interruption.signal.aborted) process.exit(INTERRUPTED);
      record.finish();
      process.stderr.write(`${phases.end()}${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}

main();
