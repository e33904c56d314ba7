import { production } from "../../environments/production";
import type { EnvironmentInput } from "../../../config/schema/schema";
import { grown } from "../../helpers/fixtures";
import type { StackJson } from "../../helpers/stacks";
import { all, only, synthesize } from "../../helpers/stacks";

const ranges = ["10.0.20.0/24", "10.0.21.0/24", "10.0.22.0/24"];
const withSubnets = (changes: object) =>
  synthesize({
    network: { ...production.network, privateSubnets: { ranges, ...changes } } as EnvironmentInput["network"],
  }).base;

const isPrivate = ([id]: [string, unknown]) => id.startsWith("network_private_");
const privates = (stack: StackJson, type: string) =>
  Object.fromEntries(Object.entries(stack.resource[type] ?? {}).filter(isPrivate));

const hosts = (stack: StackJson) => ({
  subnets: only(stack, "aws_autoscaling_group").vpc_zone_identifier as string[],
  isPublic: JSON.stringify(only(stack, "aws_launch_template")).includes(
    '"associate_public_ip_address":"true"',
  ),
});

describe("private subnets", () => {
  const { base } = synthesize(grown);

  it("are in every zone, each with a route to the NAT gateway of its zone", () => {
    expect(
      Object.values(privates(base, "aws_subnet")).map(({ availability_zone }) => availability_zone),
    ).toEqual(["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"]);
    expect(all(base, "aws_nat_gateway").map(({ subnet_id }) => subnet_id)).toEqual(
      [1, 2, 3].map((zone) => expect.stringContaining(`network_public-subnet-${zone}_`) as string),
    );
    expect(Object.values(privates(base, "aws_route")).map(({ nat_gateway_id }) => nat_gateway_id)).toEqual(
      [1, 2, 3].map((zone) => expect.stringContaining(`network_private_nat-${zone}_`) as string),
    );
  });

  it("may share one NAT gateway, and keep their own routes", () => {
    const shared = withSubnets({});

    expect(all(shared, "aws_nat_gateway")).toHaveLength(1);
    expect(all(shared, "aws_eip")).toHaveLength(1);
    for (const { nat_gateway_id } of Object.values(privates(shared, "aws_route"))) {
      expect(nat_gateway_id).toContain("network_private_nat-1_");
    }
    for (const type of ["aws_route_table", "aws_subnet", "aws_route_table_association"]) {
      expect(privates(shared, type)).toEqual(privates(base, type));
    }
  });

  it("reach S3 by a gateway endpoint, past the NAT gateway", () => {
    const [endpoint] = Object.values(privates(base, "aws_vpc_endpoint"));

    expect(endpoint).toMatchObject({
      vpc_endpoint_type: "Gateway",
      service_name: "com.amazonaws.ap-northeast-1.s3",
    });
    expect(endpoint?.route_table_ids).toHaveLength(3);
  });

  it("are where the hosts live, without a public address, once the way out is there", () => {
    expect(hosts(base)).toEqual({
      isPublic: false,
      subnets: [1, 2, 3].map(
        (zone) => expect.stringContaining(`network_private_association-${zone}_`) as string,
      ),
    });
    for (const association of Object.values(privates(base, "aws_route_table_association"))) {
      expect(association.depends_on).toEqual([
        expect.stringContaining("aws_route.network_private_internet-"),
      ]);
    }
  });

  it("can be left by the hosts before they go", () => {
    const left = withSubnets({ hosts: false });

    expect(hosts(left)).toEqual(hosts(synthesize().base));
    expect(all(left, "aws_nat_gateway")).toHaveLength(1);
  });

  it("are new ones in an adopted network, whose own routes are left alone", () => {
    if (production.network.kind !== "create") throw new Error("production has another network");
    const { cidr, publicSubnets, databaseSubnets } = production.network;
    const adopted = synthesize({
      network: {
        kind: "adopt",
        cidr,
        publicSubnets,
        databaseSubnets,
        privateSubnets: { ranges },
        vpcId: "vpc-00000001",
        internetGatewayId: "igw-00000001",
        publicRouteTableId: "rtb-00000001",
        publicSubnetIds: ["subnet-00000001", "subnet-00000002", "subnet-00000003"],
      },
    }).base;

    expect(privates(adopted, "aws_route")).toEqual(adopted.resource.aws_route);
    expect(JSON.stringify(adopted.import)).not.toContain("network_private_");
    expect(hosts(adopted).isPublic).toBe(false);
  });
});
