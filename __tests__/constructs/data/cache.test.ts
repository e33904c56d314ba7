import type { EnvironmentInput } from "../../../config/schema/schema";
import { all, only, statement, synthesize } from "../../helpers/stacks";

const valkey = (more: Partial<Extract<NonNullable<EnvironmentInput["cache"]>, { kind: "valkey" }>> = {}) =>
  synthesize({ cache: { kind: "valkey", multiAz: true, ...more } });

const settingsOf = ({ service }: ReturnType<typeof synthesize>) =>
  Object.entries(service.locals ?? {})
    .filter(([name]) => name.startsWith("environment-file_lines_"))
    .flatMap(([, lines]) => lines as string[]);

describe("a cache in Valkey", () => {
  const stacks = valkey();

  it("is encrypted with the environment's key, and takes connections with TLS only", () => {
    expect(only(stacks.base, "aws_elasticache_replication_group")).toMatchObject({
      replication_group_id: "api-production",
      engine: "valkey",
      engine_version: "8.0",
      node_type: "cache.t4g.micro",
      port: 6379,
      at_rest_encryption_enabled: "true",
      kms_key_id: expect.stringMatching(/^\$\{aws_kms_key\./) as string,
      transit_encryption_enabled: true,
      transit_encryption_mode: "required",
      snapshot_retention_limit: 1,
    });
    expect(JSON.stringify(only(stacks.base, "aws_elasticache_parameter_group").parameter)).toBe(
      '[{"name":"maxmemory-policy","value":"volatile-lru"}]',
    );
  });

  it("is encrypted by ElastiCache under both of its names in the key's policy", () => {
    const services = ({ base }: typeof stacks) =>
      ["UseThroughServices", "LetServicesKeepUsingIt"].map((sid) => statement(base, sid).condition);
    const named = ["dax", "elasticache"].map((name) => `${name}.ap-northeast-1.amazonaws.com`);

    for (const condition of services(stacks)) {
      expect(condition).toContainEqual(
        expect.objectContaining({ values: expect.arrayContaining(named) as string[] }),
      );
    }
    expect(JSON.stringify(services(synthesize()))).not.toMatch(/elasticache|dax/);
  });

  it("is not replaced after ElastiCache has raised its version", () => {
    expect(only(stacks.base, "aws_elasticache_replication_group")).toMatchObject({
      auto_minor_version_upgrade: "true",
      lifecycle: { ignore_changes: ["engine_version"] },
    });
  });

  it("has snapshots and maintenance at night, at different times", () => {
    expect(only(stacks.base, "aws_elasticache_replication_group")).toMatchObject({
      snapshot_window: "16:00-17:00",
      maintenance_window: "sat:18:00-sat:19:00",
    });
  });

  it("has a second node with multiAz only", () => {
    const nodes = ({ base }: typeof stacks) => only(base, "aws_elasticache_replication_group");
    expect(nodes(stacks)).toMatchObject({
      num_cache_clusters: 2,
      automatic_failover_enabled: true,
      multi_az_enabled: true,
    });
    expect(nodes(synthesize({ cache: { kind: "valkey" } }))).toMatchObject({
      num_cache_clusters: 1,
      automatic_failover_enabled: false,
      multi_az_enabled: false,
    });
  });

  it("is reached from the hosts alone", () => {
    const rules = all(stacks.base, "aws_vpc_security_group_ingress_rule").filter(
      ({ from_port: port }) => port === 6379,
    );
    expect(rules).toEqual([
      expect.objectContaining({
        description: "from hosts",
        to_port: 6379,
        referenced_security_group_id: expect.stringContaining("hosts_security-group") as string,
      }),
    ]);
    expect(
      all(stacks.base, "aws_vpc_security_group_egress_rule").filter(({ from_port: port }) => port === 6379),
    ).toEqual([expect.objectContaining({ description: "to cache" })]);
  });

  it("sets what Laravel reads, of every version and with each client", () => {
    const address = "${data.terraform_remote_state.base.outputs.cacheAddress}";
    expect(settingsOf(stacks)).toEqual(
      expect.arrayContaining([
        "CACHE_STORE=redis",
        "SESSION_DRIVER=redis",
        "REDIS_CLIENT=phpredis",
        `REDIS_URL=tls://${address}:6379?timeout=3&read_timeout=10&read_write_timeout=10`,
        `REDIS_HOST=tls://${address}`,
        "REDIS_PORT=6379",
      ]),
    );
    expect(settingsOf(stacks)).toContain("QUEUE_CONNECTION=sqs");
  });

  it("leaves the driver of sessions and the client to an environment that names them", () => {
    const settings = settingsOf(
      synthesize({
        cache: { kind: "valkey", multiAz: true },
        env: { SESSION_DRIVER: "cookie", REDIS_CLIENT: "predis" },
      }),
    );
    expect(settings).toEqual(expect.arrayContaining(["SESSION_DRIVER=cookie", "REDIS_CLIENT=predis"]));
    expect(settings).not.toContain("SESSION_DRIVER=redis");
  });

  it("is watched, the node with the higher value", () => {
    const alarms = (stack: typeof stacks) =>
      all(stack.base, "aws_cloudwatch_metric_alarm").filter(({ alarm_name: name }) =>
        String(name).startsWith("api-production/cache-"),
      );
    expect(alarms(stacks).map(({ alarm_name: name }) => name)).toEqual([
      "api-production/cache-connections",
      "api-production/cache-cpu",
      "api-production/cache-evictions",
      "api-production/cache-memory",
    ]);
    expect(JSON.stringify(alarms(stacks)[0])).toContain('"CacheClusterId":"api-production-002"');
    expect(alarms(stacks)[0]).toMatchObject({ threshold: 16_000 });
    expect(alarms(valkey({ nodeType: "cache.m7g.large" }))[0]).toMatchObject({ threshold: 52_000 });
    expect(alarms(synthesize())).toEqual([]);
    expect(JSON.stringify(stacks.service)).toContain("Memory of the cache, %");
  });
});
