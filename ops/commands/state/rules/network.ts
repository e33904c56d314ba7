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
import { byAll } from "../rule";

/** The id of the only one. @throws Error when there are several, because one of them would be taken by chance */
export function only(what: string, ids: readonly (string | undefined)[]): string | undefined {
  if (ids.length > 1) throw new Error(`${what}: ${ids.join(" and ")} could be it`);
  return ids[0];
}

/** All ids in the pages of a read. */
export async function idsIn<Page>(
  pages: AsyncIterable<Page>,
  idsOf: (page: Page) => (string | undefined)[] | undefined,
): Promise<(string | undefined)[]> {
  const ids: (string | undefined)[] = [];
  for await (const page of pages) ids.push(...(idsOf(page) ?? []));
  return ids;
}

/** By the name and the tags that this stack gives. */
async function tagged({ operation: { environment }, values, resource }: Wanted): Promise<Filter[]> {
  return [
    { Name: "tag:Name", Values: [await values.of(resource, "tags.Name")] },
    { Name: "tag:application", Values: [environment.application] },
    { Name: "tag:environment", Values: [environment.environment] },
  ];
}

type Read = (config: { client: EC2Client }, filters: Filter[]) => Promise<(string | undefined)[]>;

const byTags =
  (read: Read): ImportRule =>
  async (wanted) =>
    only(
      wanted.resource.address,
      await read({ client: wanted.operation.client(EC2Client) }, await tagged(wanted)),
    );

const groupId = async ({ operation, resource }: Wanted, filters: Filter[]) =>
  only(
    resource.address,
    await idsIn(
      paginateDescribeSecurityGroups({ client: operation.client(EC2Client) }, { Filters: filters }),
      ({ SecurityGroups }) => SecurityGroups?.map(({ GroupId }) => GroupId),
    ),
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
    const ids = await idsIn(
      paginateDescribeSecurityGroupRules({ client: wanted.operation.client(EC2Client) }, { Filters }),
      ({ SecurityGroupRules }) =>
        SecurityGroupRules?.filter(isIt).map(({ SecurityGroupRuleId }) => SecurityGroupRuleId),
    );
    return only(wanted.resource.address, ids);
  };

/** The network, and what else belongs to EC2. */
export const NETWORK: Rules = {
  aws_default_security_group: async (wanted) =>
    groupId(wanted, [
      { Name: "vpc-id", Values: [await wanted.text("vpc_id")] },
      { Name: "group-name", Values: ["default"] },
    ]),
  aws_eip: byTags(async ({ client }, Filters) =>
    ((await client.send(new DescribeAddressesCommand({ Filters }))).Addresses ?? []).map(
      ({ AllocationId }) => AllocationId,
    ),
  ),
  aws_internet_gateway: byTags((config, Filters) =>
    idsIn(paginateDescribeInternetGateways(config, { Filters }), ({ InternetGateways }) =>
      InternetGateways?.map(({ InternetGatewayId }) => InternetGatewayId),
    ),
  ),
  aws_launch_template: async ({ operation, resource, text }) =>
    only(
      resource.address,
      await idsIn(
        paginateDescribeLaunchTemplates(
          { client: operation.client(EC2Client) },
          { Filters: [{ Name: "launch-template-name", Values: [await text("name")] }] },
        ),
        ({ LaunchTemplates }) => LaunchTemplates?.map(({ LaunchTemplateId }) => LaunchTemplateId),
      ),
    ),
  aws_nat_gateway: byTags((config, filters) =>
    idsIn(
      paginateDescribeNatGateways(config, {
        // A deleted one is listed for an hour.
        Filter: [...filters, { Name: "state", Values: ["pending", "available"] }],
      }),
      ({ NatGateways }) => NatGateways?.map(({ NatGatewayId }) => NatGatewayId),
    ),
  ),
  aws_route: byAll("_", "route_table_id", "destination_cidr_block"),
  aws_route_table: byTags((config, Filters) =>
    idsIn(paginateDescribeRouteTables(config, { Filters }), ({ RouteTables }) =>
      RouteTables?.map(({ RouteTableId }) => RouteTableId),
    ),
  ),
  aws_route_table_association: byAll("/", "subnet_id", "route_table_id"),
  aws_security_group: async (wanted) =>
    groupId(wanted, [
      { Name: "vpc-id", Values: [await wanted.text("vpc_id")] },
      { Name: "group-name", Values: [await wanted.text("name")] },
    ]),
  aws_subnet: byTags((config, Filters) =>
    idsIn(paginateDescribeSubnets(config, { Filters }), ({ Subnets }) =>
      Subnets?.map(({ SubnetId }) => SubnetId),
    ),
  ),
  aws_vpc: byTags((config, Filters) =>
    idsIn(paginateDescribeVpcs(config, { Filters }), ({ Vpcs }) => Vpcs?.map(({ VpcId }) => VpcId)),
  ),
  aws_vpc_endpoint: byTags((config, Filters) =>
    idsIn(paginateDescribeVpcEndpoints(config, { Filters }), ({ VpcEndpoints }) =>
      VpcEndpoints?.map(({ VpcEndpointId }) => VpcEndpointId),
    ),
  ),
  aws_vpc_security_group_egress_rule: ruleId(true),
  aws_vpc_security_group_ingress_rule: ruleId(false),
};
