import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateInstanceProfileCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateDBSubnetGroupCommand, RDSClient } from "@aws-sdk/client-rds";
import { launchGroup } from "../hosts/host-group";
import { REGION, TestAccount } from "../test-account";

const LOST = `${REGION}a`;

describe("a zone of the embedded AWS that is lost", () => {
  let account: TestAccount;
  let subnets: string[];

  const instance = async () => {
    const { AutoScalingGroups: [group] = [] } = await new AutoScalingClient(account.clients).send(
      new DescribeAutoScalingGroupsCommand({}),
    );
    return group?.Instances?.[0];
  };
  const database = async (name: string, AvailabilityZone?: string) =>
    (
      await account.database(name, {
        DBSubnetGroupName: "api",
        ...(AvailabilityZone ? { AvailabilityZone } : {}),
      })
    )?.AvailabilityZone;

  beforeAll(async () => {
    account = await TestAccount.open();
    const { Subnets = [] } = await new EC2Client(account.clients).send(new DescribeSubnetsCommand({}));
    const sorted = Subnets.toSorted((a, b) =>
      (a.AvailabilityZone ?? "").localeCompare(b.AvailabilityZone ?? ""),
    );
    subnets = sorted.map(({ SubnetId = "" }) => SubnetId);
    await new IAMClient(account.clients).send(
      new CreateInstanceProfileCommand({ InstanceProfileName: "hosts" }),
    );
    await launchGroup(account.clients, "hosts", "");
    await new AutoScalingClient(account.clients).send(
      new UpdateAutoScalingGroupCommand({
        AutoScalingGroupName: "hosts",
        VPCZoneIdentifier: subnets.join(","),
      }),
    );
    const group = { DBSubnetGroupName: "api", DBSubnetGroupDescription: "api", SubnetIds: subnets };
    await new RDSClient(account.clients).send(new CreateDBSubnetGroupCommand(group));
  });

  afterAll(() => account.close());

  it("has no instances and no new databases, which are in another zone", async () => {
    const before = await instance();
    expect(before?.AvailabilityZone).toBe(LOST);
    await fetch(`${account.endpoint}/embedded-aws/lost-zones/${LOST}`, { method: "PUT" });

    const after = await instance();
    expect(after?.InstanceId).not.toBe(before?.InstanceId);
    expect(after?.AvailabilityZone).toMatch(new RegExp(`^${REGION}[^a]$`));
    expect(await database("elsewhere")).toMatch(new RegExp(`^${REGION}[^a]$`));
    await expect(database("here", LOST)).rejects.toThrow(/does not have sufficient capacity/);
  });

  it("is used again when it is back, also by a group that found no zone", async () => {
    const zones = (await new EC2Client(account.clients).send(new DescribeSubnetsCommand({}))).Subnets?.map(
      ({ AvailabilityZone = "" }) => AvailabilityZone,
    );
    for (const zone of zones ?? [])
      await fetch(`${account.endpoint}/embedded-aws/lost-zones/${zone}`, { method: "PUT" });
    expect(await instance()).toBeUndefined();

    await fetch(`${account.endpoint}/embedded-aws/lost-zones/${LOST}`, { method: "DELETE" });
    expect((await instance())?.AvailabilityZone).toBe(LOST);
    expect(await database("back", LOST)).toBe(LOST);
  });
});
