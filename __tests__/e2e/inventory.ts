import { ACMClient, ListCertificatesCommand } from "@aws-sdk/client-acm";
import { CloudWatchClient, DescribeAlarmsCommand, ListDashboardsCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, DescribeMetricFiltersCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplatesCommand,
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { DescribeRepositoriesCommand, ECRClient } from "@aws-sdk/client-ecr";
import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  ECSClient,
  ListClustersCommand,
  ListServicesCommand,
} from "@aws-sdk/client-ecs";
import {
  IAMClient,
  ListInstanceProfilesCommand,
  ListOpenIDConnectProvidersCommand,
  ListPoliciesCommand,
  ListRolesCommand,
  ListUsersCommand,
} from "@aws-sdk/client-iam";
import { DescribeKeyCommand, KMSClient, ListAliasesCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import {
  DescribeDBInstancesCommand,
  DescribeDBParameterGroupsCommand,
  DescribeDBSnapshotsCommand,
  DescribeDBSubnetGroupsCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from "@aws-sdk/client-resource-groups-tagging-api";
import {
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DescribeParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import { AwsClient } from "aws4fetch";
import { ElastiCache } from "../local/elasticache";
import type { Sandbox } from "./sandbox";

const AWS_DISK_KEY = "Default master key that protects my EBS volumes when no other key is defined";

/**
 * The resources of the account: from the lists of the services, and the others by their tags (load balancers, groups, logs). It
 * includes the resources of a new account, so compare two inventories.
 */
export async function inventory({ clients }: Sandbox): Promise<string[]> {
  const lists = await Promise.all([
    network(new EC2Client(clients)),
    databases(new RDSClient(clients)),
    identities(new IAMClient(clients)),
    keys(new KMSClient(clients)),
    records(new Route53Client(clients)),
    containers(new ECRClient(clients), new ECSClient(clients)),
    monitoring(new CloudWatchClient(clients), new CloudWatchLogsClient(clients)),
    schedules(clients),
    mail(clients),
    caches(clients),
    new SQSClient(clients).send(new ListQueuesCommand({})).then(({ QueueUrls }) => QueueUrls),
    new S3Client(clients)
      .send(new ListBucketsCommand({}))
      .then(({ Buckets }) => Buckets?.map((each) => each.Name)),
    new SSMClient(clients)
      .send(new DescribeParametersCommand({}))
      .then(({ Parameters }) =>
        Parameters?.map((each) => each.Name).filter((name) => !name?.startsWith("/aws/")),
      ),
    new ACMClient(clients)
      .send(new ListCertificatesCommand({}))
      .then(({ CertificateSummaryList }) => CertificateSummaryList?.map((each) => each.CertificateArn)),
    new ResourceGroupsTaggingAPIClient(clients)
      .send(new GetResourcesCommand({ TagFilters: [{ Key: "managed-by", Values: ["cdktf"] }] }))
      .then(({ ResourceTagMappingList }) =>
        ResourceTagMappingList?.map((each) => each.ResourceARN).filter(isUnlisted),
      ),
  ]);
  return [...new Set(lists.flatMap((list) => list ?? []).flatMap((name) => (name ? [name] : [])))].sort();
}

/** Deleted resources of these kinds keep their tags for a while. The lists above show which still exist. */
const isUnlisted = (arn: string | undefined) => !/:(instance|cluster|service|key)\//.test(arn ?? "");

async function network(ec2: EC2Client) {
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({}));
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand({}));
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({}));
  const { Addresses } = await ec2.send(new DescribeAddressesCommand({}));
  const { NatGateways } = await ec2.send(
    new DescribeNatGatewaysCommand({ Filter: [{ Name: "state", Values: ["pending", "available"] }] }),
  );
  const { LaunchTemplates } = await ec2.send(new DescribeLaunchTemplatesCommand({}));
  const { Reservations } = await ec2.send(
    new DescribeInstancesCommand({
      Filters: [{ Name: "instance-state-name", Values: ["pending", "running", "stopping", "stopped"] }],
    }),
  );
  return [
    ...(Vpcs ?? []).map((each) => each.VpcId),
    ...(Subnets ?? []).map((each) => each.SubnetId),
    ...(SecurityGroups ?? []).map((each) => each.GroupId),
    ...(RouteTables ?? []).map((each) => each.RouteTableId),
    ...(Addresses ?? []).map((each) => each.AllocationId),
    ...(NatGateways ?? []).map((each) => each.NatGatewayId),
    ...(LaunchTemplates ?? []).map((each) => each.LaunchTemplateId),
    ...(Reservations ?? []).flatMap((each) => each.Instances ?? []).map((each) => each.InstanceId),
  ];
}

/** Not by the SDK: its lists have newer paths than the model of botocore. */
async function mail({ endpoint, region, credentials }: Sandbox["clients"]) {
  const signer = new AwsClient({ ...credentials, region, service: "ses" });
  const list = async (path: string) => (await signer.fetch(`${endpoint}/v2/email/${path}`)).json();
  const { EmailIdentities } = (await list("identities")) as { EmailIdentities: { IdentityName: string }[] };
  const { ConfigurationSets } = (await list("configuration-sets")) as { ConfigurationSets: string[] };
  return [
    ...EmailIdentities.map(({ IdentityName }) => `identity ${IdentityName}`),
    ...ConfigurationSets.map((name) => `configuration set ${name}`),
  ];
}

async function databases(rds: RDSClient) {
  const { DBInstances } = await rds.send(new DescribeDBInstancesCommand({}));
  const { DBSnapshots } = await rds.send(new DescribeDBSnapshotsCommand({}));
  const { DBSubnetGroups } = await rds.send(new DescribeDBSubnetGroupsCommand({}));
  const { DBParameterGroups } = await rds.send(new DescribeDBParameterGroupsCommand({}));
  return [
    ...(DBInstances ?? []).map((each) => each.DBInstanceArn),
    ...(DBSnapshots ?? []).map((each) => each.DBSnapshotArn),
    ...(DBSubnetGroups ?? []).map((each) => each.DBSubnetGroupArn),
    ...(DBParameterGroups ?? []).map((each) => each.DBParameterGroupArn),
  ];
}

async function identities(iam: IAMClient) {
  const { Roles } = await iam.send(new ListRolesCommand({}));
  const { Users } = await iam.send(new ListUsersCommand({}));
  const { Policies } = await iam.send(new ListPoliciesCommand({ Scope: "Local" }));
  const { InstanceProfiles } = await iam.send(new ListInstanceProfilesCommand({}));
  const { OpenIDConnectProviderList } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
  return [...(Roles ?? []), ...(Users ?? []), ...(Policies ?? []), ...(InstanceProfiles ?? [])]
    .concat(OpenIDConnectProviderList ?? [])
    .map((each) => each.Arn);
}

/**
 * Without the key that AWS creates for the first encrypted disk, and without keys that are pending deletion, which cannot be
 * used.
 */
async function keys(kms: KMSClient) {
  const { Aliases } = await kms.send(new ListAliasesCommand({}));
  const { Keys } = await kms.send(new ListKeysCommand({}));
  const described = await Promise.all(
    (Keys ?? []).map(({ KeyId }) => kms.send(new DescribeKeyCommand({ KeyId }))),
  );
  return [
    ...(Aliases ?? []).map((each) => each.AliasName),
    ...described.flatMap(({ KeyMetadata: key }) =>
      key?.Description === AWS_DISK_KEY || key?.KeyState === "PendingDeletion" ? [] : [key?.Arn],
    ),
  ];
}

async function records(route53: Route53Client) {
  const { HostedZones } = await route53.send(new ListHostedZonesCommand({}));
  const sets = await Promise.all(
    (HostedZones ?? []).map(({ Id }) =>
      route53.send(new ListResourceRecordSetsCommand({ HostedZoneId: Id })),
    ),
  );
  return sets
    .flatMap(({ ResourceRecordSets }) => ResourceRecordSets ?? [])
    .map((each) => `${each.Type} ${each.Name}`);
}

async function containers(ecr: ECRClient, ecs: ECSClient) {
  const { repositories } = await ecr.send(new DescribeRepositoriesCommand({}));
  const { clusterArns = [] } = await ecs.send(new ListClustersCommand({}));
  const { clusters } = await ecs.send(new DescribeClustersCommand({ clusters: clusterArns }));
  const services = await Promise.all(clusterArns.map((cluster) => servicesOf(ecs, cluster)));
  return [
    ...services.flat(),
    ...(repositories ?? []).map((each) => each.repositoryArn),
    ...(clusters ?? []).flatMap((each) => (each.status === "INACTIVE" ? [] : [each.clusterArn])),
  ];
}

async function servicesOf(ecs: ECSClient, cluster: string) {
  const { serviceArns = [] } = await ecs.send(new ListServicesCommand({ cluster }));
  if (serviceArns.length === 0) return [];
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: serviceArns }));
  return (services ?? []).flatMap((each) => (each.status === "INACTIVE" ? [] : [each.serviceArn]));
}

async function monitoring(cloudWatch: CloudWatchClient, logs: CloudWatchLogsClient) {
  const { MetricAlarms } = await cloudWatch.send(new DescribeAlarmsCommand({}));
  const { DashboardEntries } = await cloudWatch.send(new ListDashboardsCommand({}));
  const { metricFilters } = await logs.send(new DescribeMetricFiltersCommand({}));
  return [
    ...(MetricAlarms ?? []).map((each) => each.AlarmArn),
    ...(DashboardEntries ?? []).map((each) => each.DashboardArn),
    ...(metricFilters ?? []).map((each) => `metric filter ${each.filterName}`),
  ];
}

/** Without an SDK of its own for one call. */
async function schedules({ endpoint, region, credentials }: Sandbox["clients"]) {
  const client = new AwsClient({ ...credentials, region, service: "scheduler" });
  const response = await client.fetch(`${endpoint}/schedules`);
  const { Schedules } = (await response.json()) as { Schedules: { Arn: string }[] };
  return Schedules.map((each) => each.Arn);
}

/** Except the parameter groups that every account has. */
async function caches(clients: Sandbox["clients"]): Promise<string[]> {
  const elasticache = new ElastiCache(clients);
  const lists = ["ReplicationGroups", "CacheSubnetGroups", "CacheParameterGroups"].map((list) =>
    elasticache.accepted(`Describe${list}`, {}),
  );
  const arns = (await Promise.all(lists)).flatMap((body) => body.match(/arn:aws:elasticache:[^<]+/g) ?? []);
  return arns.filter((arn) => !arn.includes(":parametergroup:default."));
}
