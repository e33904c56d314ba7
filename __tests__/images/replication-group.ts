import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeSubnetsCommand,
  type EC2Client,
  RevokeSecurityGroupIngressCommand,
} from "@aws-sdk/client-ec2";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Namespaces } from "../../local/containers/namespaces";
import { ContainerNetwork } from "../../local/containers/network";
import { Caches, type CachesProps } from "../../local/data-plane/caches";
import { type ElastiCache, listed, valueOf } from "../local/elasticache";
import { until } from "./sandbox/container";
import { cacheImage } from "./sandbox/image";
import { answersOf } from "./sandbox/valkey-client";

const PORT = 6379;
/** Ends a Valkey at once, as a failure does. */
const FAIL = "shutdown nosave now force";
const GROUP = { ReplicationGroupId: "api" };
const PARAMETERS = { CacheParameterGroupName: "api" };
const policy = (value: string) => ({
  ...PARAMETERS,
  "ParameterNameValues.ParameterNameValue.1.ParameterName": "maxmemory-policy",
  "ParameterNameValues.ParameterNameValue.1.ParameterValue": value,
});

/** Creates a replication group in the default VPC of an empty account, and follows it until it is deleted. */
export async function expectValkeyToFollow(
  elasticache: ElastiCache,
  ec2: EC2Client,
  environment: Pick<CachesProps, "endpoint" | "pace" | "authority">,
): Promise<void> {
  const runtime = new Namespaces(
    new ContainerNetwork({ name: "cache", subnet: "198.18.10" }),
    mkdtempSync(join(tmpdir(), "cache-")),
  );
  await runtime.up();
  // Built before the time of a test counts.
  const built = { ...cacheImage(), reference: "cache", digest: "" };
  const caches = new Caches({ ...environment, runtime, image: () => built });
  try {
    const GroupId = await createGroup(elasticache, ec2);
    await caches.start();
    const rule = { IpProtocol: "tcp", FromPort: PORT, ToPort: PORT, IpRanges: [{ CidrIp: "10.0.0.0/8" }] };
    const opening = { GroupId, IpPermissions: [rule] };
    await ec2.send(new AuthorizeSecurityGroupIngressCommand(opening));
    await until("the cache is reachable", () => caches.endpoint);

    const ask = (command: string) => {
      const { target, name } = caches.endpoint!;
      return answersOf({ ...target, name, authority: environment.authority.certificate }, command);
    };
    expect(caches.endpoint?.name).toMatch(/^master\.api\./);
    expect(await ask("set greeting hello")).toBe("+OK");
    expect(await ask("config get maxmemory-policy")).toContain("volatile-lru");

    await elasticache.accepted("ModifyCacheParameterGroup", policy("noeviction"));
    await until("the parameter has changed", async () =>
      (await ask("config get maxmemory-policy")).includes("noeviction"),
    );
    expect(await ask("get greeting")).toContain("hello");

    await expectFailover(elasticache, ask);

    await ec2.send(new RevokeSecurityGroupIngressCommand(opening));
    await until("the cache is not reachable", () => caches.endpoint === undefined);
    await ec2.send(new AuthorizeSecurityGroupIngressCommand(opening));
    await until("the cache is reachable again", () => caches.endpoint);

    await elasticache.accepted("DeleteReplicationGroup", GROUP);
    await until("the cache is gone", () => caches.endpoint === undefined);
  } finally {
    await caches.stop();
    await runtime.down();
    ec2.destroy();
  }
}

/** A failed primary keeps the data while there is another node, and loses it as the only one. */
async function expectFailover(
  elasticache: ElastiCache,
  ask: (command: string) => Promise<string>,
): Promise<void> {
  const has = (replicas: string) => async () => (await ask("info replication")).includes(replicas);
  const greeting = (text: string) => () =>
    ask("get greeting").then(
      (answer) => answer === text,
      () => false,
    );
  const [kept, lost] = ["$5\r\nhello", "$-1"];
  const run = async () => /run_id:\w+/.exec(await ask("info server"))?.[0];
  await until("the replica has a copy", has("state=online"));
  // A poll of the data plane notices it.
  await sleep(1_000);
  const before = await run();
  await ask(FAIL);
  await until("the other node has taken over", greeting(kept));
  expect(await run()).not.toBe(before);
  expect(await ask("set greeting again")).toBe("+OK");
  await ask("set greeting hello");
  await until("the failed node is a replica", has("state=online"));

  const off = {
    ...GROUP,
    AutomaticFailoverEnabled: "false",
    MultiAZEnabled: "false",
    ApplyImmediately: "true",
  };
  await elasticache.accepted("ModifyReplicationGroup", off);
  const isAvailable = async () =>
    valueOf(await elasticache.accepted("DescribeReplicationGroups", GROUP), "Status") === "available";
  await until("the group is available", isAvailable);
  const one = { ...GROUP, NewReplicaCount: "0", ApplyImmediately: "true" };
  await elasticache.accepted("DecreaseReplicaCount", one);
  await until("the primary is alone", has("connected_slaves:0"));
  expect(await ask("get greeting")).toBe(kept);
  await ask(FAIL);
  await until("the node is back, and empty", greeting(lost));
  await until("the group is available again", isAvailable);
}

async function createGroup(elasticache: ElastiCache, ec2: EC2Client): Promise<string> {
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const { GroupId = "" } = await ec2.send(
    new CreateSecurityGroupCommand({
      GroupName: "cache",
      Description: "Of the cache",
      VpcId: Subnets[0]?.VpcId,
    }),
  );
  await elasticache.accepted("CreateCacheSubnetGroup", {
    CacheSubnetGroupName: "api",
    CacheSubnetGroupDescription: "Of the cache",
    ...listed(
      "SubnetIds.SubnetIdentifier",
      Subnets.map(({ SubnetId = "" }) => SubnetId),
    ),
  });
  const family = { CacheParameterGroupFamily: "valkey8", Description: "Of the cache" };
  await elasticache.accepted("CreateCacheParameterGroup", { ...PARAMETERS, ...family });
  await elasticache.accepted("ModifyCacheParameterGroup", policy("volatile-lru"));
  await elasticache.accepted("CreateReplicationGroup", {
    ...GROUP,
    ...PARAMETERS,
    ReplicationGroupDescription: "Cache and sessions",
    Engine: "valkey",
    EngineVersion: "8.0",
    CacheNodeType: "cache.t4g.micro",
    CacheSubnetGroupName: "api",
    TransitEncryptionEnabled: "true",
    NumCacheClusters: "2",
    AutomaticFailoverEnabled: "true",
    MultiAZEnabled: "true",
    ...listed("SecurityGroupIds.SecurityGroupId", [GroupId]),
  });
  return GroupId;
}
