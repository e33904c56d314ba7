/**
 * AWS's list prices, in USD before tax, of the resources of an environment.
 *
 * AWS changes them rarely, and without a notice. To compare them, without an account, use the Price List Bulk API:
 * https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/<service>/current/<region>/index.csv
 */

/** The sources of the prices, and the last day on which each was read. */
const SOURCES = {
  /** Read from the Price List Bulk API. */
  priceList: { source: "Price List Bulk API, 2026-07 to 2026-09", asOf: "2026-09-30" },
  /** From a bill, by usage type. */
  bill: { source: "Cost Explorer, 2026-05 and 2026-07", asOf: "2026-07-31" },
  /** From AWS's pricing pages, through several public tables that agree. Not compared with the Price List. */
  page: { source: "AWS pricing pages, 2025", asOf: "2025-12-31" },
  /** A node with Redis OSS, less the 20 % that a node with Valkey costs less. Not compared with the Price List. */
  cachePage: { source: "Amazon ElastiCache pricing, 2025", asOf: "2025-12-31" },
} as const;

export interface Price {
  readonly usd: number;
  readonly source: string;
  /** e.g. `2026-09-30` */
  readonly asOf: string;
}

const from =
  (source: keyof typeof SOURCES) =>
  (usd: number): Price => ({ usd, ...SOURCES[source] });
const priceList = from("priceList");
const bill = from("bill");
const page = from("page");
const cachePage = from("cachePage");

const each = (price: (usd: number) => Price, prices: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(prices).map(([name, usd]) => [name, price(usd)]));

interface RegionPrices {
  /** Linux, on demand, per hour: the `large` of each family. The other sizes follow by their memory. */
  readonly largeHour: Readonly<Record<string, Price>>;
  /** RDS for MySQL in one zone, per hour, by class. */
  readonly databaseHour: Readonly<Record<string, Price>>;
  /** A node of ElastiCache with Valkey, per hour, by type. */
  readonly cacheHour: Readonly<Record<string, Price>>;
  readonly gp3GiBMonth: Price;
  readonly databaseGp3GiBMonth: Price;
  readonly publicIpv4Hour: Price;
  readonly loadBalancerHour: Price;
  readonly loadBalancerCapacityUnitHour: Price;
  readonly natGatewayHour: Price;
  readonly natGatewayGB: Price;
  readonly keyMonth: Price;
  /** Of snapshots that RDS bills: those in a region without the database. */
  readonly databaseSnapshotGiBMonth: Price;
  /** Of AWS Backup, for Amazon S3, warm. */
  readonly filesBackupGBMonth: Price;
  /** Of data to another region. */
  readonly toOtherRegionGB: Price;
  readonly repositoryGBMonth: Price;
  readonly logsGB: Price;
  readonly logsGBMonth: Price;
  readonly alarmMonth: Price;
  readonly metricMonth: Price;
  /** Sent by SES. */
  readonly thousandMails: Price;
  readonly bucketGBMonth: Price;
  /** For 1,000 PUT requests. */
  readonly bucketThousandPuts: Price;
}

/** The same in every region. */
const EVERYWHERE = {
  publicIpv4Hour: priceList(0.005),
  loadBalancerCapacityUnitHour: page(0.008),
  keyMonth: priceList(1),
  databaseSnapshotGiBMonth: page(0.095),
  repositoryGBMonth: priceList(0.1),
  alarmMonth: priceList(0.1),
  metricMonth: priceList(0.3),
  thousandMails: page(0.1),
};

export const PRICES: Readonly<Record<string, RegionPrices>> = {
  "ap-northeast-1": {
    ...EVERYWHERE,
    largeHour: {
      ...each(page, { t3: 0.1088, t3a: 0.0979, c5: 0.107, c6i: 0.107, c6g: 0.0856, m5: 0.124, m5a: 0.112 }),
      ...each(page, { m6i: 0.124, m6g: 0.099, r5: 0.152, r6i: 0.152, r6g: 0.1216 }),
      t4g: priceList(0.0864),
    },
    databaseHour: {
      ...each(page, {
        "db.t3.micro": 0.026,
        "db.t3.small": 0.052,
        "db.t3.medium": 0.104,
        "db.t3.large": 0.208,
      }),
      "db.t4g.micro": priceList(0.025),
    },
    cacheHour: { "cache.t4g.micro": cachePage(0.02) },
    gp3GiBMonth: priceList(0.096),
    databaseGp3GiBMonth: priceList(0.138),
    loadBalancerHour: priceList(0.0243),
    natGatewayHour: priceList(0.062),
    natGatewayGB: priceList(0.062),
    logsGB: priceList(0.76),
    logsGBMonth: priceList(0.033),
    bucketGBMonth: page(0.025),
    bucketThousandPuts: page(0.0047),
    filesBackupGBMonth: page(0.05),
    toOtherRegionGB: page(0.09),
  },
  "us-east-1": {
    ...EVERYWHERE,
    largeHour: {
      ...each(page, { t3: 0.0832, t3a: 0.0752, t4g: 0.0672, c5: 0.085, c5a: 0.077, c6i: 0.085, c6a: 0.0765 }),
      ...each(page, {
        c6g: 0.068,
        c7i: 0.08925,
        "c7i-flex": 0.08479,
        c7a: 0.10264,
        c7g: 0.0725,
        c8g: 0.07976,
      }),
      ...each(page, {
        m5: 0.096,
        m5a: 0.086,
        m6i: 0.096,
        m6a: 0.0864,
        m6g: 0.077,
        m7i: 0.1008,
        m7a: 0.11592,
      }),
      ...each(page, { "m7i-flex": 0.09576, m7g: 0.0816, m8g: 0.08976, r5: 0.126, r5a: 0.113, r6i: 0.126 }),
      ...each(page, { r6a: 0.1134, r6g: 0.1008, r7i: 0.1323, r7a: 0.15215, r7g: 0.1071, r8g: 0.11782 }),
    },
    databaseHour: each(page, {
      "db.t3.micro": 0.017,
      "db.t3.small": 0.034,
      "db.t3.medium": 0.068,
      "db.t3.large": 0.136,
      "db.t4g.micro": 0.016,
      "db.t4g.small": 0.032,
      "db.t4g.medium": 0.065,
      "db.t4g.large": 0.129,
      "db.m5.large": 0.171,
      "db.m6i.large": 0.171,
      "db.m6g.large": 0.152,
    }),
    cacheHour: each(cachePage, {
      "cache.t4g.micro": 0.0128,
      "cache.t4g.small": 0.0256,
      "cache.t4g.medium": 0.052,
      "cache.t3.micro": 0.0136,
      "cache.t3.small": 0.0272,
      "cache.t3.medium": 0.0544,
    }),
    gp3GiBMonth: page(0.08),
    databaseGp3GiBMonth: page(0.115),
    loadBalancerHour: page(0.0225),
    natGatewayHour: page(0.045),
    natGatewayGB: page(0.045),
    logsGB: page(0.5),
    logsGBMonth: page(0.03),
    bucketGBMonth: page(0.023),
    bucketThousandPuts: page(0.005),
    filesBackupGBMonth: page(0.05),
    toOtherRegionGB: page(0.02),
  },
  "eu-west-1": {
    ...EVERYWHERE,
    largeHour: {
      ...each(page, { t3: 0.0912, t3a: 0.0816, c5: 0.096, m5: 0.107, m5a: 0.096, m6i: 0.107, m6g: 0.086 }),
      ...each(page, { r5: 0.141 }),
      t4g: bill(0.0736),
    },
    databaseHour: {
      ...each(page, { "db.t3.micro": 0.018, "db.t3.small": 0.036 }),
      ...each(bill, { "db.t4g.micro": 0.017, "db.t4g.small": 0.035 }),
    },
    cacheHour: {},
    gp3GiBMonth: page(0.088),
    databaseGp3GiBMonth: bill(0.127),
    loadBalancerHour: bill(0.0252),
    natGatewayHour: page(0.048),
    natGatewayGB: page(0.048),
    logsGB: page(0.57),
    logsGBMonth: page(0.03),
    bucketGBMonth: page(0.023),
    bucketThousandPuts: page(0.005),
    filesBackupGBMonth: page(0.05),
    toOtherRegionGB: page(0.02),
  },
};

/** What is known of the prices of a region: every price, or none. */
export type KnownPrices = Pick<RegionPrices, "largeHour" | "databaseHour" | "cacheHour"> &
  Partial<RegionPrices>;

export const pricesOf = (region: string): KnownPrices =>
  PRICES[region] ?? { largeHour: {}, databaseHour: {}, cacheHour: {} };
