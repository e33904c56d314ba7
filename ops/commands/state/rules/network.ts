import type { Filter, SecurityGroupRule } from "@aws-sdk/client-ec2";
import {
  DescribeAddressesCommand,
  EC2Client,
  paginateDescribeInternetGateways,
  paginateDescribeLaunchTemplates,
  paginateDescribeNatGateways,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroupRules,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeVpcEndpoints,
  paginateDescribeVpcs,
} from "@aws-sdk/client-ec2";
import type { ImportRule, Rules, Wanted } from "../rule";
import { byAll, only, onlyIn } from "../rule";

/** By the name and the tags that this stack gives. */
async function tagged({ operation: { environment }, values, resource }: Wanted): Promise<Filter[]> {
  return [
    { Name: "tag:Name", Values: [await values.of(resource, "tags.Name")] },
    { Name: "tag:application", Values: [environment.application] },
    { Name: "tag:environment", Values: [environment.environment] },
  ];
}

/** Of a type that has these tags, read by a paginator of the SDK. */
const byTags =
  <Page>(
    paginate: (config: { client: EC2Client }, input: { Filters: Filter[] }) => AsyncIterable<Page>,
    idsOf: (page: Page) => (string | undefined)[] | undefined,
  ): ImportRule =>
  async (wanted) => {
    const client = wanted.operation.client(EC2Client);
    return onlyIn(wanted, paginate({ client }, { Filters: await tagged(wanted) }), idsOf);
  };

const groupId = (wanted: Wanted, Filters: Filter[]) =>
  onlyIn(
    wanted,
    paginateDescribeSecurityGroups({ client: wanted.operation.client(EC2Client) }, { Filters }),
    ({ SecurityGroups }) => SecurityGroups?.map(({ GroupId }) => GroupId),
  );

/** The rule with this description, direction and these ports in its group. */
const ruleId =
  (isEgress: boolean): ImportRule =>
  async (wanted) => {
    const { description, from_port: from, to_port: to } = wanted.resource.config;
    const isIt = (rule: SecurityGroupRule) =>
      rule.IsEgress === isEgress &&
      rule.Description === description &&
      (from === undefined || rule.FromPort === from) &&
      (to === undefined || rule.ToPort === to);
    const Filters = [{ Name: "group-id", Values: [await wanted.text("security_group_id")] }];
    return onlyIn(
      wanted,
      paginateDescribeSecurityGroupRules({ client: wanted.operation.client(EC2Client) }, { Filters }),
      ({ SecurityGroupRules }) =>
        SecurityGroupRules?.filter(isIt).map(({ SecurityGroupRuleId }) => SecurityGroupRuleId),
    );
  };

/** The network, and what else belongs to EC2. */
export const NETWORK: Rules = {
  aws_default_security_group: async (wanted) =>
    groupId(wanted, [
      { Name: "vpc-id", Values: [await wanted.text("vpc_id")] },
      { Name: "group-name", Values: ["default"] },
    ]),
  aws_eip: async (wanted) => {
    const command = new DescribeAddressesCommand({ Filters: await tagged(wanted) });
    const { Addresses = [] } = await wanted.operation.client(EC2Client).send(command);
    return only(
      wanted,
      Addresses.map(({ AllocationId }) => AllocationId),
    );
  },
  aws_internet_gateway: byTags(paginateDescribeInternetGateways, ({ InternetGateways }) =>
    InternetGateways?.map(({ InternetGatewayId }) => InternetGatewayId),
  ),
  aws_launch_template: async (wanted) => {
    const Filters = [{ Name: "launch-template-name", Values: [await wanted.text("name")] }];
    return onlyIn(
      wanted,
      paginateDescribeLaunchTemplates({ client: wanted.operation.client(EC2Client) }, { Filters }),
      ({ LaunchTemplates }) => LaunchTemplates?.map(({ LaunchTemplateId }) => LaunchTemplateId),
    );
  },
  aws_nat_gateway: byTags(
    (config, { Filters }) =>
      // A deleted one is listed for an hour.
      paginateDescribeNatGateways(config, {
        Filter: [...Filters, { Name: "state", Values: ["pending", "available"] }],
      }),
    ({ NatGateways }) => NatGateways?.map(({ NatGatewayId }) => NatGatewayId),
  ),
  aws_route: byAll("_", "route_table_id", "destination_cidr_block"),
  aws_route_table: byTags(paginateDescribeRouteTables, ({ RouteTables }) =>
    RouteTables?.map(({ RouteTableId }) => RouteTableId),
  ),
  aws_route_table_association: byAll("/", "subnet_id", "route_table_id"),
  aws_security_group: async (wanted) =>
    groupId(wanted, [
      { Name: "vpc-id", Values: [await wanted.text("vpc_id")] },
      { Name: "group-name", Values: [await wanted.text("name")] },
    ]),
  aws_subnet: byTags(paginateDescribeSubnets, ({ Subnets }) => Subnets?.map(({ SubnetId }) => SubnetId)),
  aws_vpc: byTags(paginateDescribeVpcs, ({ Vpcs }) => Vpcs?.map(({ VpcId }) => VpcId)),
  aws_vpc_endpoint: byTags(paginateDescribeVpcEndpoints, ({ VpcEndpoints }) =>
    VpcEndpoints?.map(({ VpcEndpointId }) => VpcEndpointId),
  ),
  aws_vpc_security_group_egress_rule: ruleId(true),
  aws_vpc_security_group_ingress_rule: ruleId(false),
};
