import { Eip } from "@cdktf/provider-aws/lib/eip";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ANYWHERE } from "../../facts/cidr";

export interface PrivateSubnetsProps {
  /** Prefix of every physical name, e.g. `api-production`. */
  readonly name: string;
  readonly region: string;
  readonly vpcId: string;

  /** One per subnet, in the same order. */
  readonly availabilityZones: readonly string[];
  readonly ranges: readonly string[];

  /** The subnets of the NAT gateways, one per zone in the same order, and the resources that route them to the internet. */
  readonly publicSubnetIds: readonly string[];
  readonly internetAccess: readonly ITerraformDependable[];

  /** One gateway for all zones, or one in each. */
  readonly nat: "one" | "one-per-zone";
}

/**
 * Subnets without public addresses. They reach the internet through NAT gateways, and S3 (image layers, settings) through a
 * gateway endpoint, which is free while NAT is charged per gigabyte.
 *
 * Each subnet has its own route table, so that adding or removing a NAT gateway changes a route and replaces nothing.
 */
export class PrivateSubnets extends Construct {
  /** Available once the subnets have a route to the internet: a host that boots earlier never joins its cluster. */
  public readonly ids: string[];

  private readonly props: PrivateSubnetsProps;

  constructor(scope: Construct, id: string, props: PrivateSubnetsProps) {
    super(scope, id);
    this.props = props;

    const { name, region, vpcId, nat, ranges, availabilityZones } = props;

    const zones = nat === "one" ? availabilityZones.slice(0, 1) : availabilityZones;
    const gatewayIds = zones.map((zone, index) => this.natGateway(zone, index));
    const tables = ranges.map(
      (_, index) =>
        new RouteTable(this, `routes-${index + 1}`, {
          vpcId,
          tags: { Name: `${name}-private-${availabilityZones[index] ?? ""}` },
        }),
    );
    new VpcEndpoint(this, "s3", {
      vpcId,
      serviceName: `com.amazonaws.${region}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: tables.map((table) => table.id),
      tags: { Name: `${name}-private-s3` },
    });

    this.ids = tables.map((table, index) => {
      const route = new Route(this, `internet-${index + 1}`, {
        routeTableId: table.id,
        destinationCidrBlock: ANYWHERE,
        natGatewayId: gatewayIds[nat === "one" ? 0 : index] ?? "",
      });
      return new RouteTableAssociation(this, `association-${index + 1}`, {
        routeTableId: table.id,
        subnetId: this.subnet(index),
        dependsOn: [route],
      }).subnetId;
    });
  }

  private subnet(index: number): string {
    const { name, vpcId, ranges, availabilityZones } = this.props;
    const availabilityZone = availabilityZones[index] ?? "";
    return new Subnet(this, `subnet-${index + 1}`, {
      vpcId,
      cidrBlock: ranges[index] ?? "",
      availabilityZone,
      mapPublicIpOnLaunch: false,
      tags: { Name: `${name}-private-${availabilityZone}` },
    }).id;
  }

  private natGateway(zone: string, index: number): string {
    const { name, publicSubnetIds, internetAccess } = this.props;
    const tags = { Name: `${name}-nat-${zone}` };
    const address = new Eip(this, `address-${index + 1}`, { domain: "vpc", tags });
    return new NatGateway(this, `nat-${index + 1}`, {
      allocationId: address.id,
      subnetId: publicSubnetIds[index] ?? "",
      tags,
      dependsOn: [...internetAccess],
    }).id;
  }
}
