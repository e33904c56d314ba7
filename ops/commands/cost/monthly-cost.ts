import type { Environment } from "../../../config/environment";
import { hostRangeOf } from "../../../config/running";
import { findInstanceType } from "../../../facts/instance-types";
import { ACCESS_LOGS_PER_HOUR, HOURS, SPOT_SHARE, USE } from "./assumptions";
import type { LineItem } from "./line-item";
import { lineItem, sumOf } from "./line-item";
import type { KnownPrices, Price } from "../../../facts/prices";
import { pricesOf } from "../../../facts/prices";
import { nodesOf } from "../../../facts/valkey";
import { MAIL_EVENTS } from "../../../constructs/mail/configuration-set";
import { watching } from "./watching";

export interface MonthlyCost {
  readonly items: readonly LineItem[];

  /** In USD, of the items with a price. */
  readonly total: number;

  /** Items without a price in the table, e.g. `database db.r8g.large`. */
  readonly unpriced: readonly string[];
}

/** The monthly cost of an environment, under `ASSUMPTIONS`. A missing price is reported, never guessed. */
export function monthlyCost(environment: Environment): MonthlyCost {
  const prices = pricesOf(environment.region);
  const items = [
    ...hosts(environment, prices),
    ...network(environment, prices),
    ...databaseItems(environment, prices),
    ...cacheItems(environment, prices),
    ...drills(environment, prices),
    ...copies(environment, prices),
    ...files(environment, prices),
    ...mailItems(environment, prices),
    ...operations(environment, prices),
    ...watching(environment, prices),
  ];
  return { items, ...sumOf(items) };
}

function hosts(environment: Environment, prices: KnownPrices): LineItem[] {
  const { hosts } = environment;
  const { instanceType, purchase, rootVolumeGiB } = hosts;
  const { minimum } = hostRangeOf(environment);
  return [
    lineItem(
      `${purchase === "spot" ? "spot host" : "host"} ${instanceType}`,
      minimum * HOURS,
      "hours",
      hostHour(hosts, prices),
    ),
    lineItem("disks of the hosts", minimum * rootVolumeGiB, "GiB", prices.gp3GiBMonth),
  ];
}

/** Within a family the price is proportional to the memory (Amazon EC2, "On-Demand Pricing"). */
function hostHour({ instanceType, purchase }: Environment["hosts"], prices: KnownPrices): Price | undefined {
  const [family = ""] = instanceType.split(".");
  const type = findInstanceType(instanceType);
  const large = findInstanceType(`${family}.large`);
  const price = prices.largeHour[family];
  if (!type || !large || !price) return undefined;
  const onDemand = (price.usd * type.memoryMiB) / large.memoryMiB;
  return { ...price, usd: purchase === "spot" ? onDemand * SPOT_SHARE : onDemand };
}

function network(environment: Environment, prices: KnownPrices): LineItem[] {
  const { network, loadBalancer } = environment;
  const hosts = hostRangeOf(environment);
  // A load balancer has a node, and each node an address, in every subnet.
  const nodes = (network.kind === "existing" ? network.publicSubnetIds : network.publicSubnets).length;
  const gateways = natGateways(network);
  const addresses = nodes + gateways + (hostsArePublic(network) ? hosts.minimum : 0);
  return [
    lineItem("load balancer", HOURS, "hours", prices.loadBalancerHour),
    lineItem(
      "its capacity units",
      USE.loadBalancerCapacityUnits * HOURS,
      "unit hours",
      prices.loadBalancerCapacityUnitHour,
    ),
    lineItem("public IPv4 addresses", addresses * HOURS, "hours", prices.publicIpv4Hour),
    ...(gateways === 0
      ? []
      : [
          lineItem("NAT", gateways * HOURS, "hours", prices.natGatewayHour),
          lineItem("data through NAT", USE.natGB, "GB", prices.natGatewayGB),
        ]),
    ...(loadBalancer.accessLogs
      ? [
          lineItem(
            "access logs, written",
            (nodes * ACCESS_LOGS_PER_HOUR * HOURS) / 1_000,
            "thousand objects",
            prices.bucketThousandPuts,
          ),
          lineItem("access logs, kept", USE.accessLogsGB, "GB", prices.bucketGBMonth),
        ]
      : []),
  ];
}

/** The NAT gateways that this environment creates. Those of a used network are not its cost. */
function natGateways(network: Environment["network"]): number {
  if (network.kind === "existing" || network.privateSubnets === undefined) return 0;
  return network.privateSubnets.nat === "one" ? 1 : network.privateSubnets.ranges.length;
}

const hostsArePublic = (network: Environment["network"]) =>
  network.kind === "existing"
    ? network.hostSubnetIds === undefined
    : !(network.privateSubnets?.hosts ?? false);

/** The instance, its standby and their disks. */
export function databaseItems({ database }: Environment, prices: KnownPrices): LineItem[] {
  const { instanceClass, multiAz, storageGiB } = database;
  const copies = multiAz ? 2 : 1;
  return [
    lineItem(
      `database ${instanceClass}${multiAz ? " and its standby" : ""}`,
      copies * HOURS,
      "hours",
      prices.databaseHour[instanceClass],
    ),
    lineItem("disk of the database", copies * storageGiB, "GiB", prices.databaseGp3GiBMonth),
  ];
}

/** The nodes of a Valkey. A cache in the database costs nothing more. */
function cacheItems({ name, cache }: Environment, prices: KnownPrices): LineItem[] {
  if (cache.kind !== "valkey") return [];
  return [
    lineItem(
      `cache ${cache.nodeType}${cache.multiAz ? " and its standby" : ""}`,
      nodesOf(name, cache).length * HOURS,
      "hours",
      prices.cacheHour[cache.nodeType],
    ),
  ];
}

/** The instance and the disk of the copy that a drill restores. */
function drills({ database }: Environment, prices: KnownPrices): LineItem[] {
  if (!database.drill) return [];
  const { instanceClass, storageGiB } = database;
  const share = USE.drillHours / HOURS;
  return [
    lineItem("drill of a restore", USE.drillHours, "hours", prices.databaseHour[instanceClass]),
    lineItem("its disk", Math.round(storageGiB * share * 100) / 100, "GiB", prices.databaseGp3GiBMonth),
  ];
}

/**
 * In the other region or account every snapshot is billed. Here the database's are free with its other backups, and those of the files
 * are not. What another account is billed is part of the price of the environment.
 */
function copies({ database, files, region }: Environment, prices: KnownPrices): LineItem[] {
  if (!database.copies) return [];
  const there = pricesOf(database.copies.region);
  return [
    lineItem("copy of the database", database.storageGiB, "GiB", there.databaseSnapshotGiBMonth),
    ...(files?.kind === "create"
      ? [
          lineItem("backup of the files", USE.filesGB, "GB", prices.filesBackupGBMonth),
          lineItem("its copy", USE.filesGB, "GB", there.filesBackupGBMonth),
        ]
      : []),
    ...(database.copies.region === region
      ? []
      : [lineItem("data to the other region", USE.copiedGB, "GB", prices.toOtherRegionGB)]),
    lineItem("KMS key of the copies", 1, "key", there.keyMonth),
  ];
}

/** Of the bucket that the environment creates. A used one is not its cost. */
function files({ files }: Environment, prices: KnownPrices): LineItem[] {
  if (files?.kind !== "create") return [];
  return [
    lineItem("files, written", USE.filesWritten / 1_000, "thousand objects", prices.bucketThousandPuts),
    lineItem("files, kept", USE.filesGB, "GB", prices.bucketGBMonth),
  ];
}

/** Of Amazon SES. The metrics of a new identity count bounces, complaints and rejects. */
function mailItems({ mail }: Environment, prices: KnownPrices): LineItem[] {
  if (mail?.kind !== "ses") return [];
  return [
    lineItem("mail, sent", USE.mails / 1_000, "thousand messages", prices.thousandMails),
    ...(mail.identity === "create"
      ? [lineItem("metrics of the mail", MAIL_EVENTS.length, "metrics", prices.metricMonth)]
      : []),
  ];
}

function operations({ logs }: Environment, prices: KnownPrices): LineItem[] {
  return [
    lineItem("KMS key", 1, "key", prices.keyMonth),
    lineItem("images in ECR", USE.imagesGB, "GB", prices.repositoryGBMonth),
    lineItem("logs, written", USE.logsGB, "GB", prices.logsGB),
    lineItem("logs, kept", (USE.logsGB * logs.retentionDays) / 30, "GB", prices.logsGBMonth),
  ];
}
