import { ENVIRONMENTS } from "../../../environments/environments";
import { resolveEnvironments } from "../../../../config/resolve-environments";
import { monthlyCost } from "../../../../ops/commands/cost/monthly-cost";
import { PARTS } from "../../../helpers/golden-stacks";
import { all, synthesize } from "../../../helpers/stacks";
import { environment } from "../../diagnosis/observed";

interface Alarm {
  readonly metric_query?: { readonly metric?: object }[];
}

const TOKYO = {
  region: "ap-northeast-1",
  availabilityZones: ["ap-northeast-1a", "ap-northeast-1c"],
};
const of = (changes: Readonly<Record<string, unknown>> = {}) =>
  monthlyCost(environment({ ...TOKYO, ...changes }));
const monthly = (item: string, changes: Readonly<Record<string, unknown>> = {}) =>
  of(changes).items.find((line) => line.item === item)?.monthly;

describe("The monthly cost", () => {
  it("is the sum that one reckons by hand", () => {
    expect(of().items.map(({ item, monthly: usd }) => [item, usd])).toEqual([
      ["host t3.small", 19.86], // 730 h x 0.0272
      ["disks of the hosts", 2.88], // 30 GiB x 0.096
      ["load balancer", 17.74], // 730 h x 0.0243
      ["its capacity units", 5.84], // 730 h x 0.008
      ["public IPv4 addresses", 10.95], // 2 nodes + 1 host, 730 h x 0.005
      ["access logs, written", 0.08], // 2 nodes x 12 x 730 = 17.52 thousand x 0.0047
      ["access logs, kept", 0.03], // 1 GB x 0.025
      ["database db.t4g.micro", 18.25], // 730 h x 0.025
      ["disk of the database", 2.76], // 20 GiB x 0.138
      ["KMS key", 1],
      ["images in ECR", 0.5], // 5 GB x 0.1
      ["logs, written", 3.8], // 5 GB x 0.76
      ["logs, kept", 0.17], // 5 GB x 0.033
      ["alarms", 2.1], // 21 metrics x 0.1
      ["heartbeat of the scheduler", 0.3],
    ]);
    expect(of().total).toBe(86.26);
  });

  it("contains the bucket of the files, if the environment creates it", () => {
    const created = { files: { kind: "create" } };
    expect(monthly("files, written", created)).toBe(0.05); // 10 thousand x 0.0047
    expect(monthly("files, kept", created)).toBe(0.25); // 10 GB x 0.025
    const used = { files: { kind: "existing", bucket: "company-media" } };
    expect(of(used).total).toBe(of().total);
  });

  it("contains the nodes of a cache in Valkey", () => {
    expect(monthly("cache cache.t4g.micro", { cache: { kind: "valkey" } })).toBe(14.6); // 730 x 0.02
    const two = { cache: { kind: "valkey", multiAz: true } };
    expect(monthly("cache cache.t4g.micro and its standby", two)).toBe(29.2);
    expect(of({ cache: { kind: "valkey", nodeType: "cache.r8g.large" } }).unpriced).toEqual([
      "cache cache.r8g.large",
    ]);
  });

  it("contains the mail that SES sends, and its metrics if the environment creates the identity", () => {
    const created = { mail: { kind: "ses", from: "no-reply@shop.example" } };
    expect(monthly("mail, sent", created)).toBe(1); // 10 thousand x 0.1
    expect(monthly("metrics of the mail", created)).toBe(0.9); // 3 x 0.3
    expect(monthly("alarms", created)).toBe(2.3); // 2 more than without
    expect(
      monthly("metrics of the mail", { mail: { ...created.mail, identity: "existing" } }),
    ).toBeUndefined();
    expect(of({ mail: { kind: "smtp", host: "smtp.example.com", port: 587 } }).total).toBe(of().total);
  });

  it("contains the copies in another region, and what they need there", () => {
    const copied = { "database.copies": { region: "us-east-1" } };
    expect(monthly("copy of the database", copied)).toBe(1.9); // 20 GiB x 0.095
    expect(monthly("data to the other region", copied)).toBe(0.9); // 10 GB x 0.09
    expect(monthly("KMS key of the copies", copied)).toBe(1);
    expect(monthly("alarms", copied)).toBe(2.2); // 1 more than without
    expect(monthly("backup of the files", copied)).toBeUndefined();
    const files = { ...copied, files: { kind: "create" } };
    expect(monthly("backup of the files", files)).toBe(0.5); // 10 GB x 0.05
    expect(monthly("its copy", files)).toBe(0.5);
    expect(monthly("alarms", files)).toBe(2.3);
    expect(of({ "database.copies": { region: "eu-central-1" } }).unpriced).toEqual([
      "copy of the database",
      "KMS key of the copies",
    ]);
  });

  it("contains what another account is billed for the copies, and no transfer within the region", () => {
    const copied = { "database.copies": { region: "ap-northeast-1", account: "999988887777" } };
    expect(monthly("copy of the database", copied)).toBe(1.9);
    expect(monthly("KMS key of the copies", copied)).toBe(1);
    expect(monthly("data to the other region", copied)).toBeUndefined();
  });

  it("follows sizes, numbers and purchase of the hosts", () => {
    expect(monthly("host t3.medium", { "hosts.instanceType": "t3.medium" })).toBe(39.71); // 730 x 0.0544
    expect(monthly("host t4g.small", { "hosts.instanceType": "t4g.small" })).toBe(15.77); // 730 x 0.0216
    expect(monthly("spot host t3.small", { "hosts.purchase": "spot" })).toBe(7.94); // 40 % of 19.856
    const two = { "hosts.minimum": 2, "hosts.maximum": 3 };
    expect(monthly("host t3.small", two)).toBe(39.71);
    expect(monthly("disks of the hosts", two)).toBe(5.76);
    expect(monthly("public IPv4 addresses", two)).toBe(14.6); // 4 x 3.65
  });

  it("doubles the database and its disk with a standby", () => {
    expect(monthly("database db.t4g.micro and its standby", { "database.multiAz": true })).toBe(36.5);
    expect(monthly("disk of the database", { "database.multiAz": true })).toBe(5.52);
  });

  it("does without access logs where there are none", () => {
    expect(monthly("access logs, written", { "loadBalancer.accessLogs": false })).toBeUndefined();
  });

  it("counts NAT gateways and their addresses in place of the hosts'", () => {
    const ranges = ["10.9.20.0/24", "10.9.21.0/24"];
    const one = { "network.privateSubnets": { ranges } };
    expect(monthly("NAT", one)).toBe(45.26); // 730 h x 0.062
    expect(monthly("data through NAT", one)).toBe(1.24); // 20 GB x 0.062
    expect(monthly("public IPv4 addresses", one)).toBe(10.95); // 2 nodes + 1 gateway
    const each = { "network.privateSubnets": { ranges, nat: "one-per-zone" } };
    expect(monthly("NAT", each)).toBe(90.52);
    expect(monthly("public IPv4 addresses", each)).toBe(14.6);
    const unused = { "network.privateSubnets": { ranges, hosts: false } };
    expect(monthly("public IPv4 addresses", unused)).toBe(14.6); // and the host's
  });

  it("counts the metrics that the alarms of the stacks look at, and two for the capacity provider", () => {
    const stacks = synthesize();
    const alarmed = PARTS.flatMap((part) => all(stacks[part], "aws_cloudwatch_metric_alarm") as Alarm[]).map(
      ({ metric_query: queries = [{ metric: {} }] }) => queries.filter(({ metric }) => metric).length,
    );
    const [production] = resolveEnvironments(ENVIRONMENTS);
    const alarms = production && monthlyCost(production).items.find(({ item }) => item === "alarms");
    expect(alarms?.quantity).toBe(alarmed.reduce((sum, count) => sum + count, 2));
  });

  it("counts what scaling watches", () => {
    const scaled = {
      "hosts.instanceType": "t3.large",
      "web.scaling": { maximum: 2, requestsPerTaskPerMinute: 100 },
    };
    expect(monthly("alarms", scaled)).toBe(2.5); // two targets of the web tasks, each above and below
    expect(monthly("alarms", { "alarms.enabled": false })).toBe(0.2);
    expect(monthly("heartbeat of the scheduler", { "alarms.enabled": false })).toBeUndefined();
  });

  it("keeps logs as long as the environment sets", () => {
    expect(monthly("logs, kept", { "logs.retentionDays": 365 })).toBe(2.01); // 60.83 GB x 0.033
  });

  it("has prices of its own in each region", () => {
    const ireland = monthlyCost(environment());
    expect(ireland.items.slice(0, 3).map(({ monthly: usd }) => usd)).toEqual([16.64, 2.64, 18.4]);
    const virginia = of({ region: "us-east-1", availabilityZones: ["us-east-1a", "us-east-1b"] });
    expect(virginia.items.slice(0, 3).map(({ monthly: usd }) => usd)).toEqual([15.18, 2.4, 16.43]);
  });

  it("lacks only the items that have no price", () => {
    const large = of({ "database.instanceClass": "db.r8g.large" });
    const known = large.items.filter(({ item }) => item !== "database db.r8g.large");
    expect(large.unpriced).toEqual(["database db.r8g.large"]);
    expect(large.total).toBeCloseTo(
      known.reduce((sum, { monthly: usd }) => sum + (usd ?? Number.NaN), 0),
      2,
    );
  });

  it("has no price of a region that is not in the table, but every item", () => {
    const unknown = environment({ region: "eu-north-1", availabilityZones: ["eu-north-1a", "eu-north-1b"] });
    const { items, total, unpriced } = monthlyCost(unknown);
    expect(total).toBe(0);
    expect(unpriced).toEqual(items.map(({ item }) => item));
  });

  it("is known of every environment there is", () => {
    for (const each of resolveEnvironments(ENVIRONMENTS)) expect(monthlyCost(each).total).toBeGreaterThan(50);
  });
});
