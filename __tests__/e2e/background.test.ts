import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import type { Environment } from "../../environments/environment";
import type { EnvironmentInput } from "../../environments/schema";
import { staging } from "../../environments/staging";
import { pushPlaceholders } from "../../local/account";
import { Sandbox } from "./sandbox";
import { managedResources } from "./state";

jest.setTimeout(1_200_000);

type Worker = "sidecar" | "service" | "none";
type Scheduler = "service" | "eventbridge" | "none";

/** From each to the next: every way to run either, and every way it is turned on, changed and turned off. */
const TURNS: [Worker, Scheduler][] = [
  ["sidecar", "service"],
  ["service", "eventbridge"],
  ["none", "none"],
  ["sidecar", "eventbridge"],
  ["service", "service"],
];

const withRoles = (
  worker: Worker,
  scheduler: Scheduler,
  env: Record<string, string> = {},
): EnvironmentInput => ({
  ...staging,
  worker: { runs: worker },
  scheduler: { runs: scheduler },
  env: { ...staging.env, ...env },
});

/** How background work runs is one word in the environment, and can be changed while the application runs. */
describe("background work", () => {
  let sandbox: Sandbox;
  let environment: Environment;

  beforeAll(async () => {
    sandbox = await Sandbox.open();
    environment = sandbox.synth(withRoles("sidecar", "service"));
    await sandbox.prepare(environment);
    await sandbox.terraform("staging-base").init();
    await sandbox.terraform("staging-base").succeed("apply", "-auto-approve", "-input=false");
    await pushPlaceholders(environment, sandbox.clients);
  });

  afterAll(() => sandbox?.close());

  async function deploy(input: EnvironmentInput): Promise<string> {
    sandbox.synth(input);
    const service = sandbox.terraform("staging-service");
    await service.init();
    const { output } = await service.succeed("apply", "-auto-approve", "-input=false");
    const plan = await service.plan();
    if (plan.changes) throw new Error(`a second plan is not empty:\n${plan.output}`);
    return output;
  }

  const settingsFiles = async () => {
    const { Contents = [] } = await new S3Client(sandbox.clients).send(
      new ListObjectsV2Command({ Bucket: "api-staging-settings-123456789012", Prefix: "env/" }),
    );
    return Contents.map(({ Key = "" }) => Key);
  };

  it.each(TURNS)(
    "with the worker as %s and the scheduler as %s: applies, plans nothing more, and keeps the queue",
    async (worker, scheduler) => {
      const output = await deploy(withRoles(worker, scheduler));

      expect(output).not.toMatch(/aws_sqs_queue\.queue_jobs_\w+: Destr/);
      const services = (await managedResources(sandbox, environment, "service")).filter(
        (type) => type === "aws_ecs_service",
      );
      expect(services).toHaveLength(1 + Number(worker === "service") + Number(scheduler === "service"));
    },
  );

  it("keeps the settings of earlier revisions, so that a rollback finds them", async () => {
    const before = await settingsFiles();

    await deploy(withRoles("sidecar", "service", { LOG_LEVEL: "debug" }));

    const after = await settingsFiles();
    expect(after).toEqual(expect.arrayContaining(before));
    expect(after).toHaveLength(before.length + 1);
    const contents = await Promise.all(
      after.map(async (Key) => {
        const { Body } = await new S3Client(sandbox.clients).send(
          new GetObjectCommand({ Bucket: "api-staging-settings-123456789012", Key }),
        );
        return Body?.transformToString();
      }),
    );
    expect(contents.filter((text) => text?.includes("LOG_LEVEL=debug"))).toHaveLength(1);
  });
});
