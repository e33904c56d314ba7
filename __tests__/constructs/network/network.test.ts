import type { EnvironmentInput } from "../../../config/schema/schema";
import { all, only, synthesize } from "../../helpers/stacks";

const ranges = {
  cidr: "10.0.0.0/16",
  publicSubnets: ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"],
  databaseSubnets: ["10.0.10.0/24", "10.0.11.0/24", "10.0.12.0/24"],
};
const subnets = (letter: string) => ["1", "2", "3"].map((digit) => `subnet-${letter.repeat(7)}${digit}`);

const adopted: EnvironmentInput["network"] = {
  kind: "adopt",
  ...ranges,
  vpcId: "vpc-00000001",
  internetGatewayId: "igw-00000001",
  publicRouteTableId: "rtb-00000001",
  publicSubnetIds: subnets("a"),
};
const used = {
  kind: "existing",
  cidr: "10.0.0.0/16",
  vpcId: "vpc-00000001",
  publicSubnetIds: subnets("a"),
  databaseSubnetIds: subnets("b"),
} satisfies EnvironmentInput["network"];

describe("a network that is created", () => {
  const { base } = synthesize();

  it("has a public and a database subnet in every zone", () => {
    const zones = all(base, "aws_subnet").map(({ availability_zone }) => availability_zone);

    expect(zones).toEqual([
      ...["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"],
      ...["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"],
    ]);
  });

  it("leads to the internet from the public subnets only, and costs no NAT gateway", () => {
    expect(only(base, "aws_route").route_table_id).toContain("public-routes");
    expect(all(base, "aws_nat_gateway")).toEqual([]);
    expect(
      all(base, "aws_route_table_association").filter(({ route_table_id }) =>
        String(route_table_id).includes("database-routes"),
      ),
    ).toHaveLength(3);
  });

  it("gives public addresses only to resources that request one", () => {
    for (const subnet of all(base, "aws_subnet")) expect(subnet.map_public_ip_on_launch).toBe(false);
  });

  it("reaches S3 by the free gateway endpoint", () => {
    expect(only(base, "aws_vpc_endpoint")).toMatchObject({
      service_name: "com.amazonaws.ap-northeast-1.s3",
      vpc_endpoint_type: "Gateway",
    });
  });

  it("closes the default security group", () => {
    expect(only(base, "aws_default_security_group")).not.toHaveProperty("ingress");
    expect(only(base, "aws_default_security_group")).not.toHaveProperty("egress");
  });
});

describe("a network that is adopted", () => {
  const { base } = synthesize({ network: adopted });

  it("is imported by its ids: VPC, gateway, route table and subnets", () => {
    expect(base.import?.map(({ id }) => id)).toEqual([
      "vpc-00000001",
      "igw-00000001",
      "rtb-00000001",
      ...subnets("a"),
    ]);
  });

  it("keeps its routes and its default security group, which others may use", () => {
    for (const type of ["aws_route", "aws_default_security_group", "aws_vpc_endpoint"]) {
      expect(all(base, type)).toEqual([]);
    }
  });

  it("is left as it is: no tag, no address setting, nothing of it is changed", () => {
    for (const { lifecycle } of [
      only(base, "aws_vpc"),
      only(base, "aws_internet_gateway"),
      ...all(base, "aws_subnet").filter(({ tags }) => (tags as { Name: string }).Name.includes("-public-")),
    ]) {
      expect(lifecycle).toEqual({ ignore_changes: "all" });
    }
  });

  it("gets isolated database subnets unless it has some", () => {
    expect(all(base, "aws_subnet")).toHaveLength(6);
    expect(all(base, "aws_route_table_association").map(({ subnet_id }) => subnet_id)).toEqual([
      expect.stringContaining("database-subnet-1"),
      expect.stringContaining("database-subnet-2"),
      expect.stringContaining("database-subnet-3"),
    ]);
    expect(
      synthesize({ network: { ...adopted, databaseSubnetIds: subnets("b") } }).base.import?.map(
        ({ id }) => id,
      ),
    ).toEqual(expect.arrayContaining(subnets("b")));
  });
});

describe("a network that is used", () => {
  const { base } = synthesize({ network: used });

  it("is referenced by its ids, and nothing in it is made or changed", () => {
    for (const type of [
      "aws_vpc",
      "aws_subnet",
      "aws_internet_gateway",
      "aws_route_table",
      "aws_vpc_endpoint",
    ]) {
      expect(all(base, type)).toEqual([]);
    }
    expect(base.import).toBeUndefined();
    expect(only(base, "aws_lb").subnets).toEqual(subnets("a"));
    expect(only(base, "aws_db_subnet_group").subnet_ids).toEqual(subnets("b"));
    expect(only(base, "aws_autoscaling_group").vpc_zone_identifier).toEqual(subnets("a"));
  });

  it("may have subnets for hosts without a public address", () => {
    const withNat = synthesize({ network: { ...used, hostSubnetIds: subnets("c") } }).base;

    expect(only(withNat, "aws_autoscaling_group").vpc_zone_identifier).toEqual(subnets("c"));
    expect(only(withNat, "aws_launch_template").network_interfaces).toMatchObject([
      { associate_public_ip_address: "false" },
    ]);
    expect(only(withNat, "aws_lb").subnets).toEqual(subnets("a"));
  });
});
