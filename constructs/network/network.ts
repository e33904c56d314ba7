import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ANYWHERE } from "../../facts/cidr";
import type { EnvironmentValues } from "../../config/schema/schema";
import { adopt } from "./adopt";
import type { NetworkFacts } from "./network-facts";
import { PrivateSubnets } from "./private-subnets";

type Settings = EnvironmentValues["network"];

export interface NetworkProps {
  readonly name: string;
  readonly region: string;
  readonly availabilityZones: readonly string[];
  readonly settings: Exclude<Settings, { kind: "existing" }>;
}

/**
 * The VPC of one environment. Without private subnets there is no NAT gateway (about 49 USD a month in Tokyo with its address): hosts have
 * public addresses, and security groups that accept connections from the load balancer only.
 *
 * An adopted network is imported and not changed. Its tags, routes, associations and default security group stay as they
 * are, because others may rely on them. Only missing private subnets and database subnets are added.
 */
export class Network extends Construct implements NetworkFacts {
  public readonly vpcId: string;
  public readonly publicSubnetIds: string[];
  public readonly databaseSubnetIds: string[];
  public readonly hostSubnetIds: string[];
  public readonly hostsArePublic: boolean;
  public readonly internetAccess: readonly ITerraformDependable[];

  private readonly props: NetworkProps;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    this.props = props;

    const { name, settings } = props;

    const vpc = new Vpc(this, "vpc", {
      cidrBlock: settings.cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: name },
    });
    const gateway = new InternetGateway(this, "internet-gateway", { vpcId: vpc.id, tags: { Name: name } });
    const publicRoutes = new RouteTable(this, "public-routes", {
      vpcId: vpc.id,
      tags: { Name: `${name}-public` },
    });
    const publicSubnets = this.subnets("public", vpc, settings.publicSubnets);
    const databaseSubnets = this.subnets("database", vpc, settings.databaseSubnets);
    if (settings.kind === "adopt") {
      adopt(vpc, settings.vpcId);
      adopt(gateway, settings.internetGatewayId);
      adopt(publicRoutes, settings.publicRouteTableId);
      settings.publicSubnetIds.forEach((subnetId, index) => adopt(publicSubnets[index], subnetId));
      settings.databaseSubnetIds.forEach((subnetId, index) => adopt(databaseSubnets[index], subnetId));
      this.isolate(vpc, databaseSubnets.slice(settings.databaseSubnetIds.length));
      this.internetAccess = [gateway];
    } else {
      this.internetAccess = [gateway, ...this.routeToInternet(gateway, publicRoutes, publicSubnets)];
      this.isolate(vpc, databaseSubnets);
      new VpcEndpoint(this, "s3", {
        vpcId: vpc.id,
        serviceName: `com.amazonaws.${props.region}.s3`,
        vpcEndpointType: "Gateway",
        routeTableIds: [publicRoutes.id],
        tags: { Name: `${name}-s3` },
      });
      // Terraform removes every rule of the default group. A resource without a security group of its own then reaches nothing.
      new DefaultSecurityGroup(this, "default-security-group", { vpcId: vpc.id });
    }

    this.vpcId = vpc.id;
    this.publicSubnetIds = publicSubnets.map((subnet) => subnet.id);
    this.databaseSubnetIds = databaseSubnets.map((subnet) => subnet.id);

    const privateSubnets = settings.privateSubnets && this.privateSubnets(settings.privateSubnets);
    const hosts = settings.privateSubnets?.hosts ? privateSubnets : undefined;
    this.hostsArePublic = hosts === undefined;
    this.hostSubnetIds = hosts?.ids ?? this.publicSubnetIds;
  }

  private privateSubnets({
    ranges,
    nat,
  }: NonNullable<NetworkProps["settings"]["privateSubnets"]>): PrivateSubnets {
    const { name, region, availabilityZones } = this.props;
    return new PrivateSubnets(this, "private", {
      name,
      region,
      availabilityZones,
      vpcId: this.vpcId,
      publicSubnetIds: this.publicSubnetIds,
      ranges,
      nat,
      internetAccess: this.internetAccess,
    });
  }

  private subnets(purpose: string, vpc: Vpc, ranges: readonly string[]): Subnet[] {
    const { name, availabilityZones } = this.props;
    return ranges.map((cidrBlock, index) => {
      const availabilityZone = availabilityZones[index] ?? "";
      return new Subnet(this, `${purpose}-subnet-${index + 1}`, {
        vpcId: vpc.id,
        cidrBlock,
        availabilityZone,
        // The launch template requests public addresses for hosts. No other resource gets one by accident.
        mapPublicIpOnLaunch: false,
        tags: { Name: `${name}-${purpose}-${availabilityZone}` },
      });
    });
  }

  private routeToInternet(
    gateway: InternetGateway,
    routes: RouteTable,
    subnets: Subnet[],
  ): ITerraformDependable[] {
    const route = new Route(this, "internet", {
      routeTableId: routes.id,
      destinationCidrBlock: ANYWHERE,
      gatewayId: gateway.id,
    });
    return [route, ...this.associate("public", routes, subnets)];
  }

  private isolate(vpc: Vpc, subnets: Subnet[]): void {
    if (subnets.length === 0) return;

    const routes = new RouteTable(this, "database-routes", {
      vpcId: vpc.id,
      tags: { Name: `${this.props.name}-database` },
    });
    this.associate("database", routes, subnets);
  }

  private associate(purpose: string, routes: RouteTable, subnets: Subnet[]): RouteTableAssociation[] {
    return subnets.map(
      (subnet, index) =>
        new RouteTableAssociation(this, `${purpose}-routes-${index + 1}`, {
          routeTableId: routes.id,
          subnetId: subnet.id,
        }),
    );
  }
}
