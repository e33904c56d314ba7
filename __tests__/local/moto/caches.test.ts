import { AutoScalingClient, CreateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateLaunchTemplateCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { eventually } from "../../../local/processes";
import { ElastiCache, listed, valueOf } from "../elasticache";
import { REGION, TestAccount } from "../test-account";

let account: TestAccount;
let subnets: string[];
let elasticache: ElastiCache;
let ec2: EC2Client;
let vpc: string;

beforeAll(async () => {
  account = await TestAccount.open({ pace: 0.03 });
  elasticache = new ElastiCache(account.clients);
  ec2 = new EC2Client(account.clients);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  vpc = Vpc?.VpcId ?? "";
  const made = ["a", "c"].map((zone, index) =>
    ec2.send(
      new CreateSubnetCommand({
        VpcId: vpc,
        CidrBlock: `10.0.${index}.0/24`,
        AvailabilityZone: `${REGION}${zone}`,
      }),
    ),
  );
  subnets = (await Promise.all(made)).map(({ Subnet }) => Subnet?.SubnetId ?? "");
}, 90_000);

afterAll(async () => {
  ec2.destroy();
  await account.close();
});

const accepted = (...request: [string, Record<string, string>]) => elasticache.accepted(...request);
const refused = (...request: [string, Record<string, string>]) => elasticache.refused(...request);
const GROUP = { ReplicationGroupId: "api" };
const status = async () => valueOf(await accepted("DescribeReplicationGroups", GROUP), "Status");
const isAvailable = () => eventually(async () => (await status()) === "available", 10);

const NEW = {
  ...GROUP,
  ReplicationGroupDescription: "Cache and sessions",
  Engine: "valkey",
  EngineVersion: "8.0",
  CacheNodeType: "cache.t4g.micro",
  CacheParameterGroupName: "own",
  CacheSubnetGroupName: "api",
  TransitEncryptionEnabled: "true",
  "Tags.Tag.1.Key": "application",
  "Tags.Tag.1.Value": "api",
};

/** One host of an Auto Scaling group, whose launch template has the security group in its network interface. */
async function launchHost(securityGroup: string): Promise<void> {
  const LaunchTemplateData = {
    ...{ ImageId: "ami-12c6146b", InstanceType: "t4g.micro" as const },
    NetworkInterfaces: [{ DeviceIndex: 0, Groups: [securityGroup] }],
  };
  await ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: "hosts", LaunchTemplateData }));
  const autoScaling = new AutoScalingClient(account.clients);
  await autoScaling.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: "hosts",
      LaunchTemplate: { LaunchTemplateName: "hosts", Version: "$Latest" },
      VPCZoneIdentifier: subnets[0],
      ...{ MinSize: 1, MaxSize: 1 },
    }),
  );
  autoScaling.destroy();
}

describe("a replication group of the embedded AWS", () => {
  it("needs its subnet group and its parameter group", async () => {
    expect(await refused("CreateReplicationGroup", NEW)).toBe("CacheSubnetGroupNotFoundFault");
    const group = { CacheSubnetGroupName: "api", CacheSubnetGroupDescription: "Of the cache" };
    const unknown = { ...group, "SubnetIds.SubnetIdentifier.1": "subnet-0" };
    expect(await refused("CreateCacheSubnetGroup", unknown)).toBe("InvalidSubnet");
    await accepted("CreateCacheSubnetGroup", {
      ...group,
      ...listed("SubnetIds.SubnetIdentifier", subnets),
    });
    expect(await refused("CreateReplicationGroup", NEW)).toBe("CacheParameterGroupNotFound");
    await accepted("CreateCacheParameterGroup", {
      CacheParameterGroupName: "own",
      CacheParameterGroupFamily: "valkey8",
      Description: "Of the cache",
    });
  });

  it("has no address before it is available, and then one for connections with TLS", async () => {
    const body = await accepted("CreateReplicationGroup", NEW);
    expect(valueOf(body, "Status")).toBe("creating");
    expect(body).not.toContain("PrimaryEndpoint");
    expect(await refused("CreateReplicationGroup", NEW)).toBe("ReplicationGroupAlreadyExists");

    expect(await isAvailable()).toBe(true);
    const address = valueOf(await accepted("DescribeReplicationGroups", GROUP), "Address");
    expect(address).toMatch(/^master\.api\.[a-z0-9]{6}\.apne1\.cache\.amazonaws\.com$/);
    expect(await (await fetch(`${account.endpoint}/embedded-aws/caches`)).json()).toEqual({
      api: {
        ...{ address, port: 6379, status: "available", isReachable: false },
        ...{ requiresTls: true, nodes: 1, parameters: {} },
      },
    });
  });

  it("is reached by the hosts that a rule of its security group names", async () => {
    const securityGroup = async (GroupName: string) => {
      const command = new CreateSecurityGroupCommand({ GroupName, Description: GroupName, VpcId: vpc });
      return (await ec2.send(command)).GroupId ?? "";
    };
    const [own, hosts] = [await securityGroup("cache"), await securityGroup("hosts")];
    const isReachable = async () => {
      const answer = await fetch(`${account.endpoint}/embedded-aws/caches`);
      return ((await answer.json()) as Record<string, { isReachable: boolean }>).api?.isReachable;
    };
    await accepted("ModifyReplicationGroup", {
      ...GROUP,
      ...listed("SecurityGroupIds.SecurityGroupId", [own]),
    });
    const rule = { IpProtocol: "tcp", FromPort: 6379, ToPort: 6379, UserIdGroupPairs: [{ GroupId: hosts }] };
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: own, IpPermissions: [rule] }));
    expect(await isReachable()).toBe(false);

    await launchHost(hosts);
    expect(await isReachable()).toBe(true);
    expect(await isAvailable()).toBe(true);
  });

  it("has a member with its settings, and its tags", async () => {
    const member = await accepted("DescribeCacheClusters", { CacheClusterId: "api-001" });
    expect(valueOf(member, "CacheParameterGroupName")).toBe("own");
    expect(valueOf(member, "EngineVersion")).toMatch(/^8\.0\.\d+$/);
    expect(valueOf(member, "AtRestEncryptionEnabled")).toBe("true");

    const arn = valueOf(await accepted("DescribeReplicationGroups", GROUP), "ARN") ?? "";
    expect(await accepted("ListTagsForResource", { ResourceName: arn })).toContain("<Key>application</Key>");
  });

  it("changes its node type at once, or keeps the change for the maintenance window", async () => {
    const change = { ...GROUP, CacheNodeType: "cache.t4g.small" };
    await accepted("ModifyReplicationGroup", { ...change, ApplyImmediately: "false" });
    expect(await isAvailable()).toBe(true);
    const waiting = await accepted("DescribeCacheClusters", { CacheClusterId: "api-001" });
    expect(waiting).toContain("<CacheNodeType>cache.t4g.micro</CacheNodeType>");
    expect(waiting).toMatch(/<PendingModifiedValues>.*cache\.t4g\.small.*<\/PendingModifiedValues>/s);

    await accepted("ModifyReplicationGroup", { ...change, ApplyImmediately: "true" });
    expect(await isAvailable()).toBe(true);
    expect(valueOf(await accepted("DescribeReplicationGroups", GROUP), "CacheNodeType")).toBe(
      "cache.t4g.small",
    );
  });

  it("is not changed again before it is available", async () => {
    const change = { ...GROUP, ReplicationGroupDescription: "Another text" };
    const isRefused = async () => {
      await isAvailable();
      const busy = await accepted("ModifyReplicationGroup", change);
      expect(valueOf(busy, "Status")).toBe("modifying");
      // On a busy machine the state may have ended.
      return (await refused("ModifyReplicationGroup", change)) === "InvalidReplicationGroupState";
    };
    expect(await eventually(isRefused, 30)).toBe(true);
    expect(await isAvailable()).toBe(true);
  });

  it("keeps its subnet group and its parameter group as long as it exists", async () => {
    expect(await refused("DeleteCacheSubnetGroup", { CacheSubnetGroupName: "api" })).toBe(
      "CacheSubnetGroupInUse",
    );
    expect(await refused("DeleteCacheParameterGroup", { CacheParameterGroupName: "own" })).toBe(
      "InvalidCacheParameterGroupState",
    );
  });

  it("is gone some time after it was deleted", async () => {
    const last = { ...GROUP, FinalSnapshotIdentifier: "api-last" };
    expect(valueOf(await accepted("DeleteReplicationGroup", last), "Status")).toBe("deleting");
    const gone = async () =>
      (await refused("DescribeReplicationGroups", GROUP)) === "ReplicationGroupNotFoundFault";
    expect(await eventually(gone, 10)).toBe(true);
    await accepted("DeleteCacheSubnetGroup", { CacheSubnetGroupName: "api" });
    await accepted("DeleteCacheParameterGroup", { CacheParameterGroupName: "own" });
  });
});

describe("a parameter group of the embedded AWS", () => {
  it("marks what its user has set, until it is reset", async () => {
    await accepted("CreateCacheParameterGroup", {
      CacheParameterGroupName: "other",
      CacheParameterGroupFamily: "valkey8",
      Description: "Of the cache",
    });
    const policy = {
      CacheParameterGroupName: "other",
      "ParameterNameValues.ParameterNameValue.1.ParameterName": "maxmemory-policy",
      "ParameterNameValues.ParameterNameValue.1.ParameterValue": "noeviction",
    };
    const ofUser = () =>
      accepted("DescribeCacheParameters", { CacheParameterGroupName: "other", Source: "user" });
    await accepted("ModifyCacheParameterGroup", policy);
    expect(valueOf(await ofUser(), "ParameterValue")).toBe("noeviction");

    await accepted("ResetCacheParameterGroup", policy);
    expect(await ofUser()).not.toContain("ParameterName");
  });

  it("of ElastiCache's own cannot be changed", async () => {
    const policy = {
      CacheParameterGroupName: "default.valkey8",
      "ParameterNameValues.ParameterNameValue.1.ParameterName": "maxmemory-policy",
      "ParameterNameValues.ParameterNameValue.1.ParameterValue": "noeviction",
    };
    expect(await refused("ModifyCacheParameterGroup", policy)).toBe("InvalidParameterValue");
  });
});
