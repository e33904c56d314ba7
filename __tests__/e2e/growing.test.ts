import { ACMClient, ListCertificatesCommand } from "@aws-sdk/client-acm";
import { ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { GetRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { DescribeDBSnapshotsCommand, RDSClient } from "@aws-sdk/client-rds";
import { GetEmailIdentityCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import type { Environment } from "../../config/environment";
import { production } from "../environments/production";
import type { EnvironmentInput } from "../../config/schema/schema";
import { namesOf } from "../../facts/names";
import { STATEFUL } from "../../ops/review/rules/data-loss";
import { pushPlaceholders } from "../../local/account";
import { ElastiCache, valueOf } from "../local/elasticache";
import { holding, leaving } from "./grown-and-leaving";
import { inventory } from "./inventory";
import { RULES_OF, SAMPLES, sample } from "../lambda/deploy-notifier/samples";
import { differenceOf } from "../terraform/switches/difference";
import { plain, typeOf } from "../terraform/switches/resources";
import { Sandbox } from "./sandbox";

jest.setTimeout(1_500_000);

/** Resources with a name or address that others use: growing and shrinking must not replace them. */
const LASTING = /^(aws_(vpc|lb|lb_target_group|ecs_cluster|autoscaling_group)\.|aws_ecs_service\.web_)/;

const PARTS = ["base", "service"] as const;
const holdsData = (address: string) => typeOf(address) in STATEFUL;

/** A FIFO queue and one that is not are two queues. */
const QUEUES = ["aws_sqs_queue.queue_dead-letters", "aws_sqs_queue.queue_jobs"];

/** Production grows past one host, and shrinks again, by values of its environment. */
describe("an environment that grows", () => {
  let sandbox: Sandbox;
  let environment: Environment;
  let small: string[];

  beforeAll(async () => {
    sandbox = await Sandbox.open();
    environment = sandbox.synth(production);
    await sandbox.prepare(environment);
    await apply("base");
    await pushPlaceholders(environment, sandbox.clients);
    await apply("service");
    small = await lasting();
  });

  afterAll(() => sandbox?.close());

  const names = () => namesOf(environment);
  const s3 = () => new S3Client(sandbox.clients);
  const file = () => ({ Bucket: names().filesBucket.name, Key: "photos/1.jpg" });

  /**
   * All resources except hosts, which change, and revisions, which cost nothing and stay for a rollback. What was away and is created
   * again has another id.
   */
  const lasting = async () =>
    (await inventory(sandbox))
      .filter((name) => !/^i-|:task-definition\//.test(name))
      .map((name) => name.replace(/(?<=^sgr|:certificate|:listener)[-/].*/, ""))
      .sort();

  /** Applies a stack, and returns the addresses of what it destroyed, once a second plan is empty. */
  async function apply(part: string): Promise<string[]> {
    const stack = sandbox.terraform(`production-${part}`);
    await stack.init();
    const { output } = await stack.succeed("apply", "-auto-approve", "-input=false");
    const plan = await stack.plan();
    if (plan.changes) throw new Error(`a second plan is not empty:\n${plan.output}`);
    return [...output.matchAll(/^(\S+): Destroying\.\.\./gm)].map(([, address = ""]) => address);
  }

  const stacks = () => PARTS.map((part) => sandbox.stack(`production-${part}`));

  /** Deploys an environment. It loses what is no longer in the stacks and what is replaced, and no other data. */
  async function become(input: EnvironmentInput, replaced: readonly string[] = []): Promise<string[]> {
    const before = stacks();
    sandbox.synth(input);
    const expected = stacks().flatMap(
      (after, index) => differenceOf({ before: before[index]!, after }, []).destroyed,
    );
    const destroyed = [...(await apply("base")), ...(await apply("service"))];
    expect(destroyed.map(plain).filter(holdsData).sort()).toEqual(
      [...expected.filter(holdsData), ...replaced].sort(),
    );
    expect(destroyed.filter((address) => LASTING.test(address))).toEqual([]);
    return destroyed.map(plain);
  }

  it("gets private hosts, a standby database, tasks and workers that scale, a Valkey, a bucket for its files", async () => {
    const destroyed = await become(holding);

    expect(destroyed.filter(holdsData)).toEqual(["aws_s3_bucket.access-logs_bucket"]);
  });

  it.each(["web", "worker"])("keeps the number of tasks that scaling has set: %s", async (service) => {
    await new ECSClient(sandbox.clients).send(
      new UpdateServiceCommand({ cluster: environment.name, service, desiredCount: 3 }),
    );

    expect(await sandbox.terraform("production-service").plan()).toMatchObject({ changes: false });
  });

  it("gives the tasks the rights for its files, and those that it names", async () => {
    const { PolicyDocument = "" } = await new IAMClient(sandbox.clients).send(
      new GetRolePolicyCommand({ RoleName: names().taskRole.name, PolicyName: names().taskRole.name }),
    );
    const { Statement } = JSON.parse(decodeURIComponent(PolicyDocument)) as { Statement: object[] };
    const files = `arn:aws:s3:::${names().filesBucket.name}`;
    expect(Statement).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ Sid: "ListTheFiles", Resource: files }),
        expect.objectContaining({ Sid: "UseTheFiles", Resource: `${files}/*` }),
        expect.objectContaining({
          Sid: "Permissions1",
          Resource: "arn:aws:ses:ap-northeast-1:123456789012:identity/example.com",
        }),
      ]),
    );
  });

  it("redirects a name, and keeps one certificate", async () => {
    const elb = new ElasticLoadBalancingV2Client(sandbox.clients);
    const { LoadBalancers: [{ LoadBalancerArn } = {}] = [] } = await elb.send(
      new DescribeLoadBalancersCommand({}),
    );
    const { Listeners = [] } = await elb.send(new DescribeListenersCommand({ LoadBalancerArn }));
    const https = Listeners.find(({ Port }) => Port === 443);
    const { Rules = [] } = await elb.send(new DescribeRulesCommand({ ListenerArn: https?.ListenerArn }));
    expect(Rules.filter(({ IsDefault }) => IsDefault !== true)).toEqual([
      expect.objectContaining({
        Conditions: [expect.objectContaining({ HostHeaderConfig: { Values: ["www.example.com"] } })],
        Actions: [expect.objectContaining({ Type: "redirect" })],
      }),
    ]);
    const acm = new ACMClient(sandbox.clients);
    const { CertificateSummaryList } = await acm.send(new ListCertificatesCommand({}));
    expect(CertificateSummaryList?.map(({ CertificateArn }) => CertificateArn)).toEqual(
      https?.Certificates?.map(({ CertificateArn }) => CertificateArn),
    );
  });

  it("has a verified domain for its mail, from the records in the hosted zone", async () => {
    const ses = new SESv2Client(sandbox.clients);
    expect(await ses.send(new GetEmailIdentityCommand({ EmailIdentity: "example.com" }))).toMatchObject({
      VerifiedForSendingStatus: true,
      ConfigurationSetName: "api-production",
      MailFromAttributes: { MailFromDomain: "bounce.example.com", MailFromDomainStatus: "SUCCESS" },
    });
  });

  it("has a Valkey of two nodes in two zones, which only accepts TLS", async () => {
    const group = await new ElastiCache(sandbox.clients).accepted("DescribeReplicationGroups", {
      ReplicationGroupId: environment.name,
    });
    expect(valueOf(group, "TransitEncryptionMode")).toBe("required");
    expect(valueOf(group, "MultiAZ")).toBe("enabled");
    const zones = group.match(/(?<=<PreferredAvailabilityZone>)[^<]+/g);
    expect(zones).toEqual(["ap-northeast-1a", "ap-northeast-1c"]);
  });

  /** In the region of the copies. */
  const copied = async () => {
    const rds = new RDSClient({ ...sandbox.clients, region: "ap-northeast-3" });
    const { DBSnapshots = [] } = await rds.send(
      new DescribeDBSnapshotsCommand({ DBInstanceIdentifier: environment.name, SnapshotType: "awsbackup" }),
    );
    return DBSnapshots.map(({ DBSnapshotIdentifier = "" }) => DBSnapshotIdentifier.replace(/-.*/, ""));
  };

  it("has a copy of its database in another region, after a day", async () => {
    expect(await copied()).toEqual([]);

    const run = await fetch(`${sandbox.clients.endpoint}/embedded-aws/backups`, { method: "POST" });

    const { recoveryPoints } = (await run.json()) as { recoveryPoints: string[] };
    expect(recoveryPoints.map((arn) => arn.split(":").slice(2, 4).join(" ")).sort()).toEqual([
      "backup ap-northeast-1",
      "backup ap-northeast-3",
      "rds ap-northeast-1",
      "rds ap-northeast-3",
    ]);
    expect(await copied()).toEqual(["awsbackup:copyjob"]);
  });

  const OF_COPIES = SAMPLES.filter((name) => RULES_OF[name]?.includes("copies"));
  it.each(OF_COPIES)("takes the event %s to the notifier", async (name) => {
    expect(await sandbox.controls.matchingRules(sample(name))).toEqual(["api-production-notify-copies"]);
  });

  it("is refused to be destroyed with its files", async () => {
    await s3().send(new PutObjectCommand({ ...file(), Body: "a photo" }));

    const { code, output } = await sandbox
      .terraform("production-base")
      .run("plan", "-destroy", "-input=false", "-no-color");
    expect(code).not.toBe(0);
    expect(output).toMatch(
      /Resource aws_s3_bucket\.files_bucket_\w+\s+has\s+lifecycle\.prevent_destroy\s+set/,
    );
  });

  it("shrinks again, and leaves nothing behind but the files and the copies", async () => {
    const destroyed = [...(await become(leaving, QUEUES)), ...(await become(production, QUEUES))];

    const { Body } = await s3().send(new GetObjectCommand(file()));
    expect(await Body?.transformToString()).toBe("a photo");
    const { Bucket } = file();
    const { PublicAccessBlockConfiguration: blocked } = await s3().send(
      new GetPublicAccessBlockCommand({ Bucket }),
    );
    expect(Object.values(blocked ?? {})).toEqual([true, true, true, true]);
    expect((await s3().send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe("Enabled");
    expect(await copied()).toEqual(["awsbackup:copyjob"]);
    expect(destroyed.filter(holdsData).sort()).toEqual([
      "aws_backup_vault.daily-backups_vault",
      "aws_cloudwatch_log_group.deploy-notifier_log",
      "aws_cloudwatch_log_group.worker_slow-log_group",
      "aws_elasticache_replication_group.cache_group",
      "aws_sqs_queue.deploy-notifier_undelivered_queue",
      "aws_sqs_queue.queue-emails_dead-letters",
      "aws_sqs_queue.queue-emails_jobs",
      "aws_sqs_queue.queue-reports_dead-letters",
      "aws_sqs_queue.queue-reports_jobs",
      ...[...QUEUES, ...QUEUES].sort(),
      "aws_sqs_queue.schedule_dead-letters",
      "aws_ssm_parameter.application-user-password_parameter",
      "aws_ssm_parameter.secret-MAIL_PASSWORD_parameter",
      "aws_ssm_parameter.secret-TOKEN_parameter",
      "aws_ssm_parameter.slack-webhook_parameter",
    ]);
    expect(destroyed).toContainEqual(expect.stringMatching(/^aws_nat_gateway\./));
    expect((await lasting()).filter((name) => !name.endsWith(Bucket))).toEqual(small);
  });
});
