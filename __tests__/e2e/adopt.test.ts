import {
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import type { EnvironmentInput } from "../../config/schema/schema";
import { staging } from "../environments/staging";
import type { HandMadeNetwork } from "./network";
import { makeNetworkByHand } from "./network";
import { Sandbox } from "./sandbox";
import { withoutDomain } from "./variants";

jest.setTimeout(900_000);

const BASE = "staging-base";

describe("a network that was created by hand", () => {
  if (staging.network.kind !== "create") throw new Error("adopting is tried on the ranges of a new network");
  const newNetwork = staging.network;

  let sandbox: Sandbox;
  let network: HandMadeNetwork;
  let routingBefore: unknown;

  beforeAll(async () => {
    sandbox = await Sandbox.open();
    network = await makeNetworkByHand(sandbox, newNetwork, staging.availabilityZones);
    routingBefore = await routing();

    const adopting: EnvironmentInput = {
      ...withoutDomain(staging),
      network: { ...newNetwork, kind: "adopt", ...network },
    };
    await sandbox.prepare(sandbox.synth(adopting));
    await sandbox.terraform(BASE).init();
  });

  afterAll(() => sandbox?.close());

  const ec2 = () => new EC2Client(sandbox.clients);
  const ofTheVpc = () => ({ Filters: [{ Name: "vpc-id", Values: [network.vpcId] }] });

  /** Settings that others may depend on: routes, their subnets, and the rules of the default security group. */
  async function routing() {
    const { RouteTables } = await ec2().send(new DescribeRouteTablesCommand(ofTheVpc()));
    const { SecurityGroups } = await ec2().send(new DescribeSecurityGroupsCommand(ofTheVpc()));
    const defaultGroup = SecurityGroups?.find((group) => group.GroupName === "default");
    return {
      routes: RouteTables?.map(({ RouteTableId, Routes, Associations }) => ({
        RouteTableId,
        Routes,
        Associations,
      })),
      defaultGroup: { in: defaultGroup?.IpPermissions, out: defaultGroup?.IpPermissionsEgress },
    };
  }

  it("is planned as an import that destroys nothing", async () => {
    const { output } = await sandbox.terraform(BASE).plan();

    // The VPC, its gateway and public route table, and two subnets in each of two zones.
    expect(output).toMatch(/Plan: 7 to import, \d+ to add, 0 to change, 0 to destroy\./);
  });

  it("is adopted with its ids", async () => {
    const { output } = await sandbox.terraform(BASE).succeed("apply", "-auto-approve", "-input=false");

    expect(output).toMatch(/Apply complete! Resources: 7 imported, \d+ added, \d+ changed, 0 destroyed\./);
    const { Vpcs } = await ec2().send(new DescribeVpcsCommand(ofTheVpc()));
    expect(Vpcs?.map((vpc) => vpc.VpcId)).toEqual([network.vpcId]);
    const { Subnets } = await ec2().send(new DescribeSubnetsCommand(ofTheVpc()));
    expect(Subnets?.map((subnet) => subnet.SubnetId).sort()).toEqual(
      [...network.publicSubnetIds, ...network.databaseSubnetIds].sort(),
    );
  });

  it("keeps its routes and its default security group", async () => {
    expect(await routing()).toEqual(routingBefore);
  });

  it("is not changed by a second plan", async () => {
    expect(await sandbox.terraform(BASE).plan()).toMatchObject({ changes: false });
  });
});
