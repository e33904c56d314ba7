import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeSubnetsCommand,
  type EC2Client,
  RevokeSecurityGroupIngressCommand,
} from "@aws-sdk/client-ec2";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { Namespaces } from "../../local/containers/namespaces";
import { ContainerNetwork } from "../../local/containers/network";
import { Caches, type CachesProps } from "../../local/data-plane/caches";
import { type ElastiCache, listed } from "../local/elasticache";
import { until } from "./sandbox/container";
import { cacheImage } from "./sandbox/image";

const PORT = 6379;
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
  const image = () => ({ ...cacheImage(), reference: "cache", digest: "" });
  const caches = new Caches({ ...environment, runtime, image });
  try {
    const GroupId = await createGroup(elasticache, ec2);
    await caches.start();
    const rule = { IpProtocol: "tcp", FromPort: PORT, ToPort: PORT, IpRanges: [{ CidrIp: "10.0.0.0/8" }] };
    const opening = { GroupId, IpPermissions: [rule] };
    await ec2.send(new AuthorizeSecurityGroupIngressCommand(opening));
    await until("the cache is reachable", () => caches.endpoint);

    const ask = (...command: string[]) => answerOf(caches, environment.authority.certificate, command);
    expect(caches.endpoint?.name).toMatch(/^master\.api\./);
    expect(await ask("set", "greeting", "hello")).toBe("+OK");
    expect(await ask("config", "get", "maxmemory-policy")).toContain("volatile-lru");

    await elasticache.accepted("ModifyCacheParameterGroup", policy("noeviction"));
    await until("the parameter has changed", async () =>
      (await ask("config", "get", "maxmemory-policy")).includes("noeviction"),
    );
    expect(await ask("get", "greeting")).toContain("hello");

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
    ...listed("SecurityGroupIds.SecurityGroupId", [GroupId]),
  });
  return GroupId;
}

/** Sends one command over TLS, whose certificate must be that of the address. */
function answerOf(caches: Caches, authority: string, command: readonly string[]): Promise<string> {
  const { name, target } = caches.endpoint!;
  return new Promise((resolve, reject) => {
    const socket = connect({ ...target, servername: name, ca: readFileSync(authority) }, () =>
      socket.write(`${command.join(" ")}\r\n`),
    );
    socket.once("error", reject).once("close", () => reject(new Error("it closed the connection")));
    socket.setTimeout(5_000, () => socket.destroy(new Error("it does not answer")));
    socket.once("data", (answer: Buffer) => {
      resolve(answer.toString().trim());
      socket.destroy();
    });
  });
}
