import { ACMClient, paginateListCertificates } from "@aws-sdk/client-acm";
import { CloudWatchClient, paginateDescribeAlarms, paginateListDashboards } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateDescribeMetricFilters,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  DescribeAddressesCommand,
  EC2Client,
  paginateDescribeInstances,
  paginateDescribeLaunchTemplates,
  paginateDescribeNatGateways,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroupRules,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeVpcEndpoints,
  paginateDescribeVpcs,
} from "@aws-sdk/client-ec2";
import { ECRClient, paginateDescribeRepositories } from "@aws-sdk/client-ecr";
import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  ECSClient,
  paginateListClusters,
  paginateListServices,
} from "@aws-sdk/client-ecs";
import {
  ElasticLoadBalancingV2Client,
  paginateDescribeListeners,
  paginateDescribeLoadBalancers,
  paginateDescribeRules,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import {
  IAMClient,
  ListOpenIDConnectProvidersCommand,
  paginateListGroups,
  paginateListInstanceProfiles,
  paginateListPolicies,
  paginateListRoles,
  paginateListUsers,
} from "@aws-sdk/client-iam";
import { DescribeKeyCommand, KMSClient, paginateListAliases, paginateListKeys } from "@aws-sdk/client-kms";
import {
  paginateDescribeDBInstances,
  paginateDescribeDBParameterGroups,
  paginateDescribeDBSnapshots,
  paginateDescribeDBSubnetGroups,
  RDSClient,
} from "@aws-sdk/client-rds";
import {
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
} from "@aws-sdk/client-resource-groups-tagging-api";
import {
  ListResourceRecordSetsCommand,
  paginateListHostedZones,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { paginateListBuckets, S3Client } from "@aws-sdk/client-s3";
import { paginateListQueues, SQSClient } from "@aws-sdk/client-sqs";
import { paginateDescribeParameters, SSMClient } from "@aws-sdk/client-ssm";
import { withoutSdk } from "./inventory-without-sdk";
import type { Sandbox } from "./sandbox";

const AWS_DISK_KEY = "Default master key that protects my EBS volumes when no other key is defined";

/**
 * The resources of the account: from the lists of the services, and the others by their tags (load balancers, target groups, topics). It
 * includes the resources of a new account, so compare two inventories.
 */
export async function inventory({ clients }: Sandbox): Promise<string[]> {
  const lists = await Promise.all([
    ...network({ client: new EC2Client(clients) }),
    ...databases({ client: new RDSClient(clients) }),
    ...identities(new IAMClient(clients)),
    ...keys(new KMSClient(clients)),
    ...containers({ client: new ECRClient(clients) }, new ECSClient(clients)),
    ...monitoring({ client: new CloudWatchClient(clients) }, { client: new CloudWatchLogsClient(clients) }),
    records(new Route53Client(clients)),
    ...balancing(new ElasticLoadBalancingV2Client(clients)),
    withoutSdk(clients),
    names(paginateListQueues({ client: new SQSClient(clients) }, {}), ({ QueueUrls }) => QueueUrls),
    names(paginateListBuckets({ client: new S3Client(clients) }, {}), ({ Buckets }) =>
      Buckets?.map((each) => each.Name),
    ),
    names(paginateDescribeParameters({ client: new SSMClient(clients) }, {}), ({ Parameters }) =>
      Parameters?.map((each) => each.Name).filter((name) => !name?.startsWith("/aws/")),
    ),
    names(paginateListCertificates({ client: new ACMClient(clients) }, {}), (page) =>
      page.CertificateSummaryList?.map((each) => each.CertificateArn),
    ),
    names(
      paginateGetResources(
        { client: new ResourceGroupsTaggingAPIClient(clients) },
        { TagFilters: [{ Key: "managed-by", Values: ["cdktf"] }] },
      ),
      ({ ResourceTagMappingList }) =>
        ResourceTagMappingList?.map((each) => each.ResourceARN).filter(isUnlisted),
    ),
  ]);
  return [...new Set(lists.flat())].sort();
}

/** The names on every page of a list. */
async function names<Page>(
  pages: AsyncIterable<Page>,
  onPage: (page: Page) => readonly (string | undefined)[] | undefined,
): Promise<string[]> {
  const found: string[] = [];
  for await (const page of pages) found.push(...(onPage(page) ?? []).flatMap((name) => name ?? []));
  return found;
}

/** Deleted resources of these kinds keep their tags for a while. The lists above show which still exist. */
const isUnlisted = (arn: string | undefined) =>
  !/:(instance|cluster|service|key|natgateway)\//.test(arn ?? "");

const network = (ec2: { client: EC2Client }) => [
  names(paginateDescribeVpcs(ec2, {}), ({ Vpcs }) => Vpcs?.map((each) => each.VpcId)),
  names(paginateDescribeSubnets(ec2, {}), ({ Subnets }) => Subnets?.map((each) => each.SubnetId)),
  names(paginateDescribeSecurityGroups(ec2, {}), ({ SecurityGroups }) =>
    SecurityGroups?.map((each) => each.GroupId),
  ),
  names(paginateDescribeSecurityGroupRules(ec2, {}), ({ SecurityGroupRules }) =>
    SecurityGroupRules?.map((each) => each.SecurityGroupRuleId),
  ),
  names(paginateDescribeVpcEndpoints(ec2, {}), ({ VpcEndpoints }) =>
    VpcEndpoints?.flatMap((each) => (each.State?.toLowerCase() === "deleted" ? [] : each.VpcEndpointId)),
  ),
  names(paginateDescribeRouteTables(ec2, {}), ({ RouteTables }) =>
    RouteTables?.map((each) => each.RouteTableId),
  ),
  ec2.client
    .send(new DescribeAddressesCommand({}))
    .then(({ Addresses = [] }) => Addresses.flatMap((each) => each.AllocationId ?? [])),
  names(
    paginateDescribeNatGateways(ec2, { Filter: [{ Name: "state", Values: ["pending", "available"] }] }),
    ({ NatGateways }) => NatGateways?.map((each) => each.NatGatewayId),
  ),
  names(paginateDescribeLaunchTemplates(ec2, {}), ({ LaunchTemplates }) =>
    LaunchTemplates?.map((each) => each.LaunchTemplateId),
  ),
  names(
    paginateDescribeInstances(ec2, {
      Filters: [{ Name: "instance-state-name", Values: ["pending", "running", "stopping", "stopped"] }],
    }),
    ({ Reservations }) =>
      Reservations?.flatMap((each) => each.Instances ?? []).map((each) => each.InstanceId),
  ),
];

/** Listeners and their rules. */
const balancing = (client: ElasticLoadBalancingV2Client) => {
  const listeners = names(paginateDescribeLoadBalancers({ client }, {}), ({ LoadBalancers }) =>
    LoadBalancers?.map((each) => each.LoadBalancerArn),
  ).then(async (arns) => {
    const found = arns.map((LoadBalancerArn) =>
      names(paginateDescribeListeners({ client }, { LoadBalancerArn }), ({ Listeners }) =>
        Listeners?.map((each) => each.ListenerArn),
      ),
    );
    return (await Promise.all(found)).flat();
  });
  const rules = listeners.then(async (arns) => {
    const found = arns.map((ListenerArn) =>
      names(paginateDescribeRules({ client }, { ListenerArn }), ({ Rules }) =>
        Rules?.map((each) => each.RuleArn),
      ),
    );
    return (await Promise.all(found)).flat();
  });
  return [listeners, rules];
};

const databases = (rds: { client: RDSClient }) => [
  names(paginateDescribeDBInstances(rds, {}), (page) => page.DBInstances?.map((each) => each.DBInstanceArn)),
  names(paginateDescribeDBSnapshots(rds, {}), (page) => page.DBSnapshots?.map((each) => each.DBSnapshotArn)),
  names(paginateDescribeDBSubnetGroups(rds, {}), (page) =>
    page.DBSubnetGroups?.map((each) => each.DBSubnetGroupArn),
  ),
  names(paginateDescribeDBParameterGroups(rds, {}), (page) =>
    page.DBParameterGroups?.map((each) => each.DBParameterGroupArn),
  ),
];

const identities = (client: IAMClient) => [
  names(paginateListRoles({ client }, {}), ({ Roles }) => Roles?.map((each) => each.Arn)),
  names(paginateListUsers({ client }, {}), ({ Users }) => Users?.map((each) => each.Arn)),
  names(paginateListGroups({ client }, {}), ({ Groups }) => Groups?.map((each) => each.Arn)),
  names(paginateListPolicies({ client }, { Scope: "Local" }), ({ Policies }) =>
    Policies?.map((each) => each.Arn),
  ),
  names(paginateListInstanceProfiles({ client }, {}), (page) =>
    page.InstanceProfiles?.map((each) => each.Arn),
  ),
  client
    .send(new ListOpenIDConnectProvidersCommand({}))
    .then(({ OpenIDConnectProviderList = [] }) => OpenIDConnectProviderList.flatMap(({ Arn }) => Arn ?? [])),
];

/**
 * Without the key that AWS creates for the first encrypted disk, and without keys that are pending deletion, which cannot be
 * used.
 */
const keys = (client: KMSClient) => [
  names(paginateListAliases({ client }, {}), ({ Aliases }) => Aliases?.map((each) => each.AliasName)),
  names(paginateListKeys({ client }, {}), ({ Keys }) => Keys?.map((each) => each.KeyId)).then(async (ids) => {
    const described = await Promise.all(ids.map((KeyId) => client.send(new DescribeKeyCommand({ KeyId }))));
    return described.flatMap(({ KeyMetadata: key }) =>
      key?.Description === AWS_DISK_KEY || key?.KeyState === "PendingDeletion" ? [] : (key?.Arn ?? []),
    );
  }),
];

async function records(route53: Route53Client) {
  const zones = await names(paginateListHostedZones({ client: route53 }, {}), ({ HostedZones }) =>
    HostedZones?.map(({ Id }) => Id),
  );
  const sets = await Promise.all(
    zones.map((HostedZoneId) => route53.send(new ListResourceRecordSetsCommand({ HostedZoneId }))),
  );
  return sets
    .flatMap(({ ResourceRecordSets }) => ResourceRecordSets ?? [])
    .map((each) => `${each.Type} ${each.Name}`);
}

const containers = (ecr: { client: ECRClient }, client: ECSClient) => [
  names(paginateDescribeRepositories(ecr, {}), (page) =>
    page.repositories?.map((each) => each.repositoryArn),
  ),
  names(paginateListClusters({ client }, {}), ({ clusterArns }) => clusterArns).then(async (arns) => {
    const { clusters = [] } = await client.send(new DescribeClustersCommand({ clusters: arns }));
    const services = await Promise.all(arns.map((cluster) => servicesOf(client, cluster)));
    return [...services.flat(), ...clusters.flatMap((each) => active(each.status, each.clusterArn))];
  }),
];

async function servicesOf(client: ECSClient, cluster: string): Promise<string[]> {
  const arns = await names(paginateListServices({ client }, { cluster }), ({ serviceArns }) => serviceArns);
  if (arns.length === 0) return [];
  const { services = [] } = await client.send(new DescribeServicesCommand({ cluster, services: arns }));
  return services.flatMap((each) => active(each.status, each.serviceArn));
}

const active = (status: string | undefined, arn: string | undefined) =>
  status === "INACTIVE" ? [] : (arn ?? []);

const monitoring = (cloudWatch: { client: CloudWatchClient }, logs: { client: CloudWatchLogsClient }) => [
  names(paginateDescribeAlarms(cloudWatch, {}), ({ MetricAlarms }) =>
    MetricAlarms?.map((each) => each.AlarmArn),
  ),
  names(paginateListDashboards(cloudWatch, {}), (page) =>
    page.DashboardEntries?.map((each) => each.DashboardArn),
  ),
  names(paginateDescribeLogGroups(logs, {}), ({ logGroups }) => logGroups?.map((each) => each.arn)),
  names(paginateDescribeMetricFilters(logs, {}), ({ metricFilters }) =>
    metricFilters?.map((each) => `metric filter ${each.filterName}`),
  ),
];
