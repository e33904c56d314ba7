import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { DescribeKeyCommand, KMSClient, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import type { Environment } from "../../config/environment";
import { namesOf } from "../../facts/names";
import type { Finished } from "../../local/processes";
import { eventually } from "../../local/processes";
import { commandsOfSection } from "../docs/commands";
import type { GitHubJob } from "./github";
import type { Values } from "./page";
import * as page from "./page";
import type { Sandbox } from "./sandbox";
import { databasePasswords } from "./secrets";
import { giveSignsOfLife } from "./signs-of-life";
import { push } from "./ways-to-deploy";

/** An environment whose stacks are deployed. */
export interface Deployed {
  readonly sandbox: Sandbox;
  readonly environment: Environment;
  readonly job: GitHubJob;
  readonly nothingIsPlanned: () => Promise<void>;
}

const PAGE = "docs/recover.md";
const PATIENCE_SECONDS = 240;

/** Registers the rehearsals. Before and after each `status` finds nothing, and both plans are empty. */
export function rehearseDisasters(deployed: () => Deployed): void {
  let endSigns: () => void;

  beforeAll(async () => {
    const { sandbox, environment } = deployed();
    endSigns = await giveSignsOfLife(sandbox, environment);
    expect(await deploy("d1a6e40")).toMatchObject({ code: 0 });
  });
  afterAll(() => endSigns?.());

  const ops = (...args: string[]) => deployed().sandbox.ops(args, { env: { OPS_PACE: "0.01" } });
  const deploy = async (tag: string) => {
    const { sandbox, environment } = deployed();
    await push(sandbox, environment, tag);
    return ops("deploy", environment.environment, "--tag", tag);
  };

  const withRegion = (values: Values = {}) => ({
    values: { region: deployed().environment.region, ...values },
  });
  const follow = (words?: readonly string[], values?: Values) =>
    page.follow(deployed().sandbox, words, withRegion(values));
  const succeed = (words?: readonly string[], values?: Values) =>
    page.succeed(deployed().sandbox, words, withRegion(values));

  /** Events of before the webhook was set, or of a moment without the key, are posted as an operator would. */
  const isHealthy = async () => {
    let last: Finished | undefined;
    const look = async () => {
      last = await ops("status", "production");
      if (last.output.includes("undelivered-events")) await ops("redrive", "production");
      return last.code === 0;
    };
    await eventually(look, PATIENCE_SECONDS);
    expect(last).toMatchObject({ code: 0 });
  };
  const isAsBefore = async () => {
    await isHealthy();
    await deployed().nothingIsPlanned();
  };

  const database = async () => {
    const { sandbox, environment } = deployed();
    const { DBInstances: [found] = [] } = await new RDSClient(sandbox.clients).send(
      new DescribeDBInstancesCommand({ DBInstanceIdentifier: environment.name }),
    );
    return { status: found?.DBInstanceStatus, zone: found?.AvailabilityZone ?? "" };
  };
  /** The only host that runs. */
  const host = async () => {
    const { Reservations = [] } = await new EC2Client(deployed().sandbox.clients).send(
      new DescribeInstancesCommand({ Filters: [{ Name: "instance-state-name", Values: ["running"] }] }),
    );
    const [instance] = Reservations.flatMap(({ Instances = [] }) => Instances);
    return { instance: instance?.InstanceId ?? "", zone: instance?.Placement?.AvailabilityZone ?? "" };
  };

  it("is the key of the environment that will be deleted: all who look say so, all that needs it fails without a loss, and the commands bring all back", async () => {
    const { sandbox, environment, job } = deployed();
    const section = "The KMS key is disabled, or will be deleted";
    const [doctor, cancel, enable, start, redrive, status, ...others] = commandsOfSection(PAGE, section);
    expect(others).toEqual([]);
    await isHealthy();
    const passwords = await databasePasswords(sandbox, environment);
    const kms = new KMSClient(sandbox.clients);
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: `alias/${environment.name}` }));
    const key = KeyMetadata?.KeyId ?? "";

    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: key, PendingWindowInDays: 30 }));

    const looks = [await follow(status), await sandbox.ci(["keys"], job.environment)];
    for (const { code, output } of looks) {
      expect(code).toBe(1);
      expect(output).toContain(`KMS key: alias/${environment.name} will be deleted on`);
      for (const command of ["kms cancel-key-deletion --key-id", "kms enable-key --key-id"])
        expect(output).toContain(`aws ${command} ${key} --region ${environment.region}`);
    }
    expect(await follow(doctor)).toMatchObject({
      code: 2,
      output: expect.stringContaining(`aws kms cancel-key-deletion --key-id ${key}`) as string,
    });
    expect((await database()).status).toBe("inaccessible-encryption-credentials-recoverable");

    expect(await deploy("e85c019")).toMatchObject({
      code: 1,
      output: expect.stringMatching(
        /The KMS key is disabled or will be deleted\.[^]*Fix: npm run ops -- doctor production prints the commands[^]*No service was changed/,
      ) as string,
    });
    const webhook = "https://hooks.slack.com/services/another";
    expect(
      await sandbox.ops(["secret", "set", "production", "slack-webhook"], { input: webhook }),
    ).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^A KMS key cannot be used: [^]*\nFix: Make it usable\./m) as string,
    });
    await expect(sandbox.terraform("production-base").plan()).rejects.toThrow("is pending deletion");

    await succeed(cancel, { key });
    expect((await follow(status)).output).toContain(`KMS key: alias/${environment.name} is Disabled`);
    await succeed(enable, { key });
    await succeed(start);
    expect(await eventually(async () => (await database()).status === "available", 60)).toBe(true);
    await succeed(redrive);
    expect(await deploy("e85c019")).toMatchObject({ code: 0 });
    await isAsBefore();
    await succeed(status);
    expect(await databasePasswords(sandbox, environment)).toEqual(passwords);
  });

  const [statusBefore, terminate, statusAfter, restore, unprotect, remove, removed, swap, ...others] =
    commandsOfSection(PAGE, "The zone of the only host is down");

  it("is the loss of the zones of host and database: status and Slack say so, the host comes back elsewhere, the commands restore the database", async () => {
    const { sandbox, environment } = deployed();
    expect(others).toEqual([]);
    await isHealthy();
    const before = await host();
    const lost = [before.zone, (await database()).zone];
    const left = environment.availabilityZones.filter((zone) => !lost.includes(zone));

    // At first the other zones have no free instance either.
    for (const zone of [...left, ...lost.toReversed()]) await sandbox.controls.loseZone(zone);

    const { code, output } = await follow(statusBefore);
    expect(code).toBe(1);
    expect(output).toContain("hosts: none has joined the cluster");
    const posted = (text: string) => JSON.stringify(sandbox.slack.messages).includes(text);
    const news = [`the host ${before.instance} was lost`, namesOf(environment).alarm("no-healthy-task").name];
    expect(await eventually(() => news.every(posted), 60)).toBe(true);

    for (const zone of left) await sandbox.controls.findZone(zone);
    await isHealthy();
    expect(left).toContain((await host()).zone);

    const time = new Date().toISOString();
    const { stdout } = await succeed([...(restore ?? []), "--json"], { time });
    const { instance } = JSON.parse(stdout) as { instance: string };
    for (const command of [unprotect, remove, removed]) await succeed(command);
    await succeed([...(swap ?? []), "--yes"], { instance });

    expect(left).toContain((await database()).zone);
    for (const zone of lost) await sandbox.controls.findZone(zone);
    await isAsBefore();
  });

  it("is a zone that only has degraded: the host is replaced by the commands", async () => {
    // Of the tasks that the loss of a zone has ended, those of the present release count.
    expect(await deploy("f06d1a8")).toMatchObject({ code: 0 });
    await isHealthy();
    const { instance } = await host();

    await succeed(statusBefore);
    await succeed(terminate, { instance });

    expect(await eventually(async () => !["", instance].includes((await host()).instance), 60)).toBe(true);
    await isAsBefore();
    await succeed(statusAfter);
  });
}
