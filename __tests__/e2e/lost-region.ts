import { runInNewContext } from "node:vm";
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import type { DBInstance, DescribeDBSnapshotsCommandOutput } from "@aws-sdk/client-rds";
import { DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import {
  ChangeResourceRecordSetsCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Environment } from "../../config/environment";
import type { EnvironmentInput } from "../../config/schema/schema";
import { namesOf } from "../../facts/names";
import { postToPage } from "../../local/operator-secrets";
import type { Finished } from "../../local/processes";
import { eventually } from "../../local/processes";
import { codeOfSection, commandsOfSection } from "../docs/commands";
import type { Values } from "./page";
import * as page from "./page";
import type { Sandbox } from "./sandbox";
import { secretParameter } from "./secrets";
import { giveSignsOfLife } from "./signs-of-life";
import { push } from "./ways-to-deploy";

/** An environment whose base stack is deployed, with copies of its database and files. */
export interface Copied {
  readonly sandbox: Sandbox;
  readonly environment: Environment;
  readonly backUp: () => Promise<unknown>;
}

const PAGE = "docs/recover.md";
const SECTION = "The region is lost";
const PATIENCE_SECONDS = 240;
const APP_KEY = `base64:${Buffer.alloc(32, "k").toString("base64")}`;
const PHOTO = { Key: "photos/1.jpg", Body: "a photo of before" };
const TAG = "d1a6e40";

const parsed = <T>({ stdout }: Finished) => JSON.parse(stdout) as T;

/** Registers the rehearsal: an environment in the region of the copies gets their data, with the commands of the page in its order. */
export function rehearseLostRegion(copied: () => Copied, lost: EnvironmentInput): void {
  const [fields] = codeOfSection(PAGE, SECTION, "ts");
  const commands = commandsOfSection(PAGE, SECTION);
  const changed = JSON.parse(
    runInNewContext(`JSON.stringify({${fields}})`) as string,
  ) as Partial<EnvironmentInput>;
  const input: EnvironmentInput = { ...lost, ...changed, ci: { ...lost.ci, ...changed.ci } };
  let endSigns: (() => void) | undefined;

  afterAll(() => endSigns?.());

  it("another environment has the data of the newest copies, and releases", async () => {
    const { sandbox, environment: before, backUp } = copied();
    const { clients } = sandbox;
    const succeed = (words: readonly string[] = [], values: Values = {}, typed = "") =>
      page.succeed(sandbox, words, { values, input: typed });
    await new S3Client(clients).send(
      new PutObjectCommand({ Bucket: namesOf(before).filesBucket.name, ...PHOTO }),
    );
    await backUp();

    const environment = sandbox.synth(input);
    sandbox.operate(input);
    const there = { clients: { ...clients, region: environment.region } };
    const database = async (
      DBInstanceIdentifier: string,
      region = environment.region,
    ): Promise<DBInstance> => {
      const found = await new RDSClient({ ...clients, region }).send(
        new DescribeDBInstancesCommand({ DBInstanceIdentifier }),
      );
      return found.DBInstances?.[0] ?? {};
    };
    await deleteAliases(sandbox, before);

    const [bootstrap, applyBase, setKey, setWebhook, ...ofData] = commands;
    await succeed(bootstrap);
    await succeed(applyBase);
    await succeed(setKey, {}, APP_KEY);
    await succeed(setWebhook, {}, "https://hooks.slack.com/services/of/recovery");

    const [findSnapshot, copySnapshot, untilCopied, restore, swap, ...ofFiles] = ofData;
    const { DBSnapshots = [] } = parsed<DescribeDBSnapshotsCommandOutput>(await succeed(findSnapshot));
    const id = DBSnapshots[0]?.DBSnapshotIdentifier?.replace("awsbackup:copyjob-", "") ?? "";
    await succeed(copySnapshot, { id });
    await succeed(untilCopied);
    const { instance } = parsed<{ instance: string }>(await succeed([...(restore ?? []), "--json"]));
    const { DbiResourceId: restored = "" } = await database(instance);
    await succeed([...(swap ?? []), "--yes"], { instance });

    const { KeyMetadata } = await new KMSClient(there.clients).send(
      new DescribeKeyCommand({ KeyId: `alias/${environment.name}` }),
    );
    expect(await database(environment.name)).toMatchObject({
      DbiResourceId: restored,
      KmsKeyId: KeyMetadata?.Arn,
    });
    const origins = await fetch(`${clients.endpoint}/embedded-aws/database-restores`);
    expect(((await origins.json()) as Record<string, object>)[restored]).toMatchObject({
      source: (await database(before.name, before.region)).DbiResourceId,
    });

    const [findFiles, restoreFiles, lookAtJob, applyService, deploy, ...ofCopies] = ofFiles;
    const { RecoveryPoints } = parsed<{ RecoveryPoints: [{ RecoveryPointArn: string }] }>(
      await succeed(findFiles),
    );
    const role = await roleThatRestores(sandbox);
    const { RestoreJobId: job } = parsed<{ RestoreJobId: string }>(
      await succeed(restoreFiles, { arn: RecoveryPoints[0].RecoveryPointArn, role }),
    );
    expect(parsed(await succeed(lookAtJob, { job }))).toMatchObject({ Status: "COMPLETED" });
    const { Body } = await new S3Client(there.clients).send(
      new GetObjectCommand({ Bucket: namesOf(environment).filesBucket.name, Key: PHOTO.Key }),
    );
    expect(await Body?.transformToString()).toBe(PHOTO.Body);

    await succeed(applyService);
    await sandbox.startHosts(environment.region);
    await postToPage(environment, sandbox.slack.webhook, there.clients);
    endSigns = await giveSignsOfLife(there, environment);
    await push(there, environment, TAG);
    const release = deploy?.slice(0, deploy.indexOf("--build")) ?? [];
    await succeed([...release, "--tag", TAG]);

    let last: Finished | undefined;
    const isHealthy = async () => {
      last = await sandbox.ops(["status", "recovery"]);
      if (last.output.includes("undelivered-events")) await sandbox.ops(["redrive", "recovery"]);
      return last.code === 0;
    };
    await eventually(isHealthy, PATIENCE_SECONDS);
    expect(last).toMatchObject({ code: 0 });
    expect(await secretParameter(there, namesOf(environment).secret("APP_KEY").name)).toBe(APP_KEY);
    const [copyJobs, backupJobs, lock, ...others] = ofCopies;
    for (const command of [copyJobs, backupJobs, lock]) await succeed(command, { region: before.region });
    expect(others).toEqual([]);
    for (const stack of ["recovery-base", "recovery-service"]) {
      const { changes, output } = await sandbox.terraform(stack).plan();
      expect({ stack, plan: changes ? output : "empty" }).toEqual({ stack, plan: "empty" });
    }
  });
}

/** Deletes the records of the load balancer, as an operator does in the console. */
async function deleteAliases({ clients }: Sandbox, { domain }: Environment): Promise<void> {
  const route53 = new Route53Client(clients);
  const { HostedZones: [zone] = [] } = await route53.send(
    new ListHostedZonesByNameCommand({ DNSName: domain?.hostedZone }),
  );
  const { ResourceRecordSets = [] } = await route53.send(
    new ListResourceRecordSetsCommand({ HostedZoneId: zone?.Id }),
  );
  const Changes = ResourceRecordSets.filter(({ AliasTarget }) => AliasTarget).map((ResourceRecordSet) => ({
    Action: "DELETE" as const,
    ResourceRecordSet,
  }));
  await route53.send(
    new ChangeResourceRecordSetsCommand({ HostedZoneId: zone?.Id, ChangeBatch: { Changes } }),
  );
}

/** The role of step 4. @returns its ARN */
async function roleThatRestores({ clients }: Sandbox): Promise<string> {
  const iam = new IAMClient(clients);
  const RoleName = "restore-files";
  const Principal = { Service: "backup.amazonaws.com" };
  const Statement = [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }];
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
    }),
  );
  const PolicyArn = "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Restore";
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  return Role?.Arn ?? "";
}
