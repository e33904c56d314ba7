import { DescribeServicesCommand, ECSClient } from "@aws-sdk/client-ecs";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../config/environment";
import { IMAGES, namesOf } from "../facts/names";
import { environmentNamed } from "../ops/cli/environments";
import { clientsOf, furnishAccount, pushPlaceholders } from "./account";
import { startAws, stopAws } from "./aws";
import { Cdktf } from "./cdktf";
import { liftLocks, RunRecord } from "./interruption";
import { isolatedEnvironment } from "./isolation";
import { succeed } from "./processes";
import { fitStacks } from "./fit-stacks";
import { providersHere } from "./providers";
import { AWS_FOLDER, LOCAL, ROOT } from "./project";
import { stackFolder, Terraform } from "./terraform";

const INTERRUPTED = 130;

const print = (text: string) => process.stdout.write(text);
const announce = (line: string) => print(`\n==> ${line}\n`);

const interruption = new AbortController();

/** Prints the next step, unless the user has interrupted the run. */
function step(line: string): void {
  interruption.signal.throwIfAborted();
  announce(line);
}

/**
 * `make up`: deploys the production environment to the embedded AWS, with the same commands as to a real account. Only the
 * endpoint and the credentials differ.
 */
async function up(environment: Environment, record: RunRecord): Promise<void> {
  if (!(await record.begin())) return deploy(environment, record);

  announce("the last run was interrupted: continuing from its state");
  try {
    await deploy(environment, record, { afterInterruption: true });
  } catch (error) {
    interruption.signal.throwIfAborted();
    announce(`cannot continue from the last run (${firstLine(error)}): starting again with an empty account`);
    await stopAws(AWS_FOLDER);
    await deploy(environment, record);
  }
}

async function deploy(
  environment: Environment,
  record: RunRecord,
  { afterInterruption = false } = {},
): Promise<void> {
  const { region, stateBucket } = environment;
  const [base, service] = [`${environment.environment}-base`, `${environment.environment}-service`] as const;
  const output = join(AWS_FOLDER, "cdktf.out");
  const options = { onOutput: print, onStart: (pid: number) => record.waitsFor(pid) };

  step("starting the embedded AWS");
  const aws = await startAws({ folder: AWS_FOLDER, pythonFolder: LOCAL, progress: announce });
  const clients = clientsOf(aws.endpoint, region);
  const isolated = isolatedEnvironment(aws.endpoint, region, AWS_FOLDER);
  print(`listening on ${aws.endpoint}\n`);

  step("preparing the account: hosted zone, state bucket, service-linked roles");
  await furnishAccount(environment, clients);
  await succeed(process.execPath, ["--import", "tsx", "ops/main.ts", "bootstrap", environment.environment], {
    cwd: ROOT,
    env: isolated,
    ...options,
  });
  if (afterInterruption) {
    for (const lock of await liftLocks(stateBucket, clients)) print(`removed the state lock ${lock}\n`);
  }

  rmSync(output, { recursive: true, force: true });
  const cdktf = new Cdktf(output, isolated, options);
  step(`cdktf synth`);
  await cdktf.synth();
  for (const line of fitStacks(output, await providersHere(AWS_FOLDER, isolated))) print(`${line}\n`);

  step(`cdktf deploy ${base} (takes about three minutes)`);
  await cdktf.deploy(base);

  step("pushing a placeholder image, as CI does");
  await pushPlaceholders(environment, clients);

  step(`cdktf deploy ${service}`);
  await cdktf.deploy(service);

  step("terraform plan of both stacks");
  for (const stack of [base, service]) {
    const { changes, output: text } = await new Terraform(stackFolder(output, stack), isolated).plan(
      "-lock=false",
    );
    if (changes) throw new Error(`${stack} was deployed, but terraform plan still has changes:\n${text}`);
    print(`${stack}: no changes\n`);
  }

  const outputs = await new Terraform(stackFolder(output, base), isolated).outputs();
  print(`\n${await summary(environment, outputs, clients)}\n`);
}

/** The created resources. */
async function summary(
  environment: Environment,
  outputs: Record<string, unknown>,
  clients: ReturnType<typeof clientsOf>,
): Promise<string> {
  const names = namesOf(environment);
  const { services: [web] = [] } = await new ECSClient(clients).send(
    new DescribeServicesCommand({ cluster: names.cluster.name, services: [names.service("web").name] }),
  );
  const rows = {
    URL: outputs.url,
    cluster: names.cluster.name,
    service: `${names.service("web").name}, ${web?.taskDefinition?.split("/").at(-1)}`,
    tasks: `${web?.runningCount} of ${web?.desiredCount}`,
    database: outputs.databaseAddress,
    repositories: IMAGES.map((image) => outputs[`${image}RepositoryUrl`]).join("\n"),
    "log groups": IMAGES.map((container) => names.logGroup(container)).join("\n"),
    "AWS endpoint": clients.endpoint,
  };
  const width = Math.max(...Object.keys(rows).map((title) => title.length)) + 2;
  return Object.entries(rows)
    .map(([title, value]) => title.padEnd(width) + String(value).replaceAll("\n", `\n${" ".repeat(width)}`))
    .join("\n");
}

const firstLine = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).split("\n", 1)[0];

function main(): void {
  const record = new RunRecord(AWS_FOLDER);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      const again = interruption.signal.aborted;
      announce(
        again ? "stopping now" : "stopping when Terraform has saved its state (press again to stop now)",
      );
      interruption.abort();
      void record.stop(again ? "at once" : "gently");
    });
  }

  up(environmentNamed("production"), record).then(
    () => record.finish(),
    (error: unknown) => {
      if (interruption.signal.aborted) process.exit(INTERRUPTED);
      record.finish();
      process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}

main();
