import { addresses } from "../../../../../ops/commands/doctor/account/addresses";
import { databases } from "../../../../../ops/commands/doctor/account/databases";
import { hostVcpus } from "../../../../../ops/commands/doctor/account/host-vcpus";
import { networks } from "../../../../../ops/commands/doctor/account/networks";
import { inFourParts } from "../../../../../config/messages/problem";
import { denied } from "../../../played/played";
import { check } from "./fitting-account";

const PRIVATE = { ranges: ["10.9.20.0/24", "10.9.21.0/24"] };
const one = { problems: [expect.anything()] };

describe("the vCPU quota", () => {
  it("holds all hosts of a new account's small environment", async () => {
    expect(await check(hostVcpus, {})).toMatchObject({
      result: "passed",
      seen: "4 of 5 vCPUs, others use 0",
    });
  });

  it("is exceeded with other instances, and the message has the command that raises it", async () => {
    const { problems } = await check(hostVcpus, {}, { instances: [{ type: "t3.micro", cores: 1 }] });

    expect(problems.map(inFourParts).join()).toMatchInlineSnapshot(`
     "test: hosts.instanceType, hosts.maximum
       got      2 hosts of "t3.small": 4 vCPUs. The quota "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances" is 5, and others in the account use 2
       allowed  at most 3 vCPUs
       fix      Run: aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-1216C47A --desired-value 6 --region eu-west-1
                Or lower hosts.maximum, or choose an instance type with fewer vCPUs."
    `);
  });

  it("is exceeded by many hosts", async () => {
    const { problems } = await check(hostVcpus, { "hosts.instanceType": "m5.xlarge", "hosts.maximum": 4 });

    expect(problems).toMatchObject([
      {
        got: '4 hosts of "m5.xlarge": 16 vCPUs. The quota "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances" is 5, and others in the account use 0',
        fix: expect.stringContaining("--desired-value 16 --region eu-west-1") as string,
      },
    ]);
  });

  it("does not count the environment's own hosts, other kinds of instances, or the other way to buy", async () => {
    const instances = [
      { type: "t3.small", own: true },
      { type: "g5.xlarge", cores: 2 },
      { type: "inf1.xlarge", cores: 2 },
      { type: "m5.large", spot: true },
    ];
    expect(await check(hostVcpus, {}, { instances })).toMatchObject({ seen: "4 of 5 vCPUs, others use 0" });
    expect(await check(hostVcpus, { "hosts.purchase": "spot" }, { instances })).toMatchObject({
      problems: [
        {
          got: expect.stringContaining(
            '"All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests"',
          ) as string,
        },
      ],
    });
  });

  it("counts what EC2 does not describe by the type", async () => {
    expect(
      await check(hostVcpus, {}, { instances: [{ type: "m5.large" }], quotas: { "L-1216C47A": 64 } }),
    ).toMatchObject({ seen: "4 of 64 vCPUs, others use 2" });
  });

  it("is not checked without a permission, or where Service Quotas does not have it", async () => {
    const refused = { servicequotas: { GetServiceQuota: denied("servicequotas:GetServiceQuota") } };
    expect(await check(hostVcpus, {}, {}, refused)).toMatchObject({
      result: "not checked",
      advice: [
        "Not checked: the vCPU quota of the hosts. Your credentials lack servicequotas:GetServiceQuota or servicequotas:GetAWSDefaultServiceQuota or ec2:DescribeInstances.",
      ],
    });
    expect(await check(hostVcpus, {}, { quotas: { "L-1216C47A": -1 } })).toMatchObject({
      result: "not checked",
      advice: [expect.stringContaining("Service Quotas has no")],
    });
  });
});

describe("the quota of VPCs", () => {
  const five = Array.from({ length: 5 }, () => ({ own: false }));

  it("is exceeded by a sixth VPC", async () => {
    const { problems } = await check(networks, {}, { vpcs: five });

    expect(problems.map(inFourParts).join()).toMatchInlineSnapshot(`
     "test: network.kind
       got      "create": 1 VPCs. The quota "VPCs per Region" is 5, and others in the account use 5
       allowed  at most 0 VPCs
       fix      Run: aws service-quotas request-service-quota-increase --service-code vpc --quota-code L-F678F1CE --desired-value 6 --region eu-west-1
                Or delete a VPC that is not used, or write kind: "existing" or kind: "adopt"."
    `);
  });

  it("has room for a VPC that was deployed", async () => {
    expect(await check(networks, {}, { vpcs: [...five.slice(1), { own: true }] })).toMatchObject({
      result: "passed",
    });
  });

  it("does not matter for a network that exists", async () => {
    const network = {
      kind: "existing",
      cidr: "10.9.0.0/16",
      vpcId: "vpc-0123456789abcdef0",
      publicSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
      databaseSubnetIds: ["subnet-0123456789abcdef2", "subnet-0123456789abcdef3"],
    };
    const { seen, actions } = await check(networks, { network }, { vpcs: five });
    expect(seen).toBe("none needed");
    expect(actions).not.toContain("ec2:DescribeVpcs");
  });
});

describe("the quota of addresses", () => {
  const four = Array.from({ length: 4 }, () => ({ own: false }));

  it("has room for the address of one NAT gateway, and not for two", async () => {
    const changes = { "network.privateSubnets": PRIVATE };
    expect(await check(addresses, changes, { addresses: four })).toMatchObject({
      seen: "1 of 5 addresses, others use 4",
    });

    const { problems } = await check(
      addresses,
      { "network.privateSubnets": { ...PRIVATE, nat: "one-per-zone" } },
      { addresses: four },
    );
    expect(problems.map(inFourParts).join()).toMatchInlineSnapshot(`
     "test: network.privateSubnets.nat
       got      "one-per-zone": 2 addresses. The quota "EC2-VPC Elastic IPs" is 5, and others in the account use 4
       allowed  at most 1 addresses
       fix      Run: aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-0263D0A3 --desired-value 6 --region eu-west-1
                Or release an address that is not used, or write nat: "one"."
    `);
  });

  it("has room for addresses that were deployed", async () => {
    const changes = { "network.privateSubnets": { ...PRIVATE, nat: "one-per-zone" } };
    const own = [{ own: true }, { own: true }];
    expect(await check(addresses, changes, { addresses: [...four.slice(1), ...own] })).toMatchObject({
      result: "passed",
    });
  });

  it("does not matter without NAT gateways", async () => {
    expect(await check(addresses, {}, { addresses: [...four, { own: false }] })).toMatchObject({
      seen: "none needed",
    });
  });
});

describe("the quota of databases", () => {
  const forty = Array.from({ length: 40 }, (_each, index) => `other-${index}`);

  it("is exceeded by one more, and has room for the one that was deployed", async () => {
    expect(await check(databases, {}, { databases: forty })).toMatchObject(one);
    expect(await check(databases, {}, { databases: [...forty.slice(1), "shop-test"] })).toMatchObject({
      seen: "1 of 40 instances, others use 39",
    });
  });
});
