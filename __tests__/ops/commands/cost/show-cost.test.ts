import { costLines, costReport } from "../../../../ops/commands/cost/show-cost";
import { switchesOf } from "../../../../ops/commands/cost/switches";
import { AT, environment } from "../../diagnosis/observed";

const TOKYO = {
  region: "ap-northeast-1",
  availabilityZones: ["ap-northeast-1a", "ap-northeast-1c"],
};

describe("The cost that an operator reads", () => {
  it("has lines, a total, what each switch would change, assumptions and sources", () => {
    expect(costLines(costReport(environment(TOKYO), AT)).join("\n")).toMatchInlineSnapshot(`
     "test in ap-northeast-1, USD a month

         19.86  host t3.small               730 hours at 0.0272
          2.88  disks of the hosts          30 GiB at 0.096
         17.74  load balancer               730 hours at 0.0243
          5.84  its capacity units          730 unit hours at 0.008
         10.95  public IPv4 addresses       2190 hours at 0.005
          0.08  access logs, written        17.52 thousand objects at 0.0047
          0.03  access logs, kept           1 GB at 0.025
         18.25  database db.t4g.micro       730 hours at 0.025
          2.76  disk of the database        20 GiB at 0.138
          1.00  KMS key                     1 key at 1
          0.50  images in ECR               5 GB at 0.1
          3.80  logs, written               5 GB at 0.76
          0.17  logs, kept                  5 GB at 0.033
          2.10  alarms                      21 metrics at 0.1
          0.30  heartbeat of the scheduler  1 metric at 0.3
         86.26  total

     Effect of each change:
        -11.92  hosts.purchase: "spot"
         -4.09  hosts.instanceType: "t4g.small"
        -28.59  running: false
        +26.38  hosts.minimum: 2
        +21.01  database.multiAz: true
         -0.11  loadBalancer.accessLogs: false
        +46.50  network.privateSubnets
         -2.20  alarms.enabled: false
        +19.85  web.desiredCount: 2 (needs hosts.instanceType: "t3.medium")
         +0.00  worker.runs: "service"
         -0.20  worker.runs: "none"
         +0.10  scheduler.runs: "eventbridge"
         -0.40  scheduler.runs: "none"

     Assumptions:
       - a month of 730 hours, list prices in USD without tax and savings plans
       - the minimum number of hosts, burstable ones within their CPU credits; Spot at 40 % of the on-demand price
       - an average of 1 load balancer capacity unit; 5 GB of logs, 5 GB of images, 20 GB through NAT
       - free, and therefore not counted: 100 GB a month to the internet, a million SQS requests, three dashboards, backups no larger than the database
       - not counted: the hosted zone, the certificate (free) and the state bucket (a few cents)

     Sources: AWS pricing pages, 2025; Price List Bulk API, 2026-07 to 2026-09"
    `);
  });

  it("names what has no price", () => {
    const lines = costLines(
      costReport(environment({ ...TOKYO, "database.instanceClass": "db.r8g.large" }), AT),
    );
    expect(lines).toContain(
      "           No price is known for database db.r8g.large in ap-northeast-1. Fix: Add it to facts/prices.ts.",
    );
    expect(lines).toContain("    67.71  total without database db.r8g.large");
    expect(lines).toContain("   +26.38  hosts.minimum: 2");
  });

  it("says which prices are older than a year, as soon as they are", () => {
    const old = (day: string) =>
      costLines(costReport(environment(TOKYO), new Date(day))).filter((line) =>
        line.startsWith("Prices older"),
      );
    const line = (source: string) =>
      `Prices older than a year: ${source}. Fix: Compare them with AWS's prices, and correct facts/prices.ts.`;

    expect(old("2026-12-31")).toEqual([]);
    expect(old("2027-01-01")).toEqual([line("AWS pricing pages, 2025")]);
    expect(old("2027-10-01")).toEqual([
      line("AWS pricing pages, 2025"),
      line("Price List Bulk API, 2026-07 to 2026-09"),
    ]);
  });

  it("refuses a region without prices", () => {
    const elsewhere = environment({
      region: "eu-north-1",
      availabilityZones: ["eu-north-1a", "eu-north-1b"],
    });
    expect(() => costReport(elsewhere, AT)).toThrowErrorMatchingInlineSnapshot(`
     "The price table does not have eu-north-1. Known regions: ap-northeast-1, us-east-1, eu-west-1.
     Fix: Add its prices to facts/prices.ts."
    `);
  });
});

describe("A switch", () => {
  const difference = (change: string, changes: Readonly<Record<string, unknown>> = {}) =>
    switchesOf(environment({ ...TOKYO, ...changes })).find((each) => each.change.startsWith(change));

  it("that needs a larger host counts it", () => {
    expect(difference("web.desiredCount: 2")).toEqual({
      change: 'web.desiredCount: 2 (needs hosts.instanceType: "t3.medium")',
      difference: 19.85,
    });
  });

  it("can be turned back", () => {
    expect(difference("database.multiAz: false", { "database.multiAz": true })?.difference).toBe(-21.01);
    expect(difference('hosts.purchase: "on-demand"', { "hosts.purchase": "spot" })?.difference).toBe(11.92);
  });

  it("has no figure where the price of what changes is missing", () => {
    const unpriced = { "database.instanceClass": "db.r8g.large" };
    expect(difference("database.multiAz: true", unpriced)).toEqual({ change: "database.multiAz: true" });
    expect(difference("hosts.minimum: 2", unpriced)).toEqual(difference("hosts.minimum: 2", {}));
  });
});
