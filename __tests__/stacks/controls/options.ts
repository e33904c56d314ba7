import { FIXTURES } from "../../helpers/fixtures";
import { all, only, synthesize, synthesizeEnvironment } from "../../helpers/stacks";
import type { Assertions } from "./production";

const grown = () => synthesizeEnvironment(FIXTURES.grown!).base;

/** What holds in an environment that has the option. */
export const OPTIONS: Assertions = {
  "A standby database in a second zone": () => {
    expect(only(grown(), "aws_db_instance").multi_az).toBe(true);
  },

  "Hosts without a public address": () => {
    expect(JSON.stringify(only(grown(), "aws_launch_template").network_interfaces)).toContain(
      '"associate_public_ip_address":"false"',
    );
  },

  "Logs for a year": () => {
    const { base, service } = synthesize({ logs: { retentionDays: 365 } });
    for (const group of [base, service].flatMap((stack) => all(stack, "aws_cloudwatch_log_group")))
      expect(group.retention_in_days).toBe(365);
  },

  "Mail over TLS only": () => {
    const { base } = synthesizeEnvironment(FIXTURES.mail!);
    expect(only(base, "aws_sesv2_configuration_set").delivery_options).toEqual({ tls_policy: "REQUIRE" });
  },

  "A cache that is encrypted, with TLS only, in subnets of its own, with snapshots and upgrades": () => {
    const { base } = synthesizeEnvironment(FIXTURES.valkey!);
    expect(only(base, "aws_elasticache_replication_group")).toMatchObject({
      at_rest_encryption_enabled: "true",
      kms_key_id: expect.stringContaining("aws_kms_key.") as string,
      transit_encryption_enabled: true,
      transit_encryption_mode: "required",
      auto_minor_version_upgrade: "true",
      snapshot_retention_limit: 1,
      subnet_group_name: expect.stringContaining("aws_elasticache_subnet_group.") as string,
    });
  },

  "A standby of the cache in a second zone": () => {
    const { base } = synthesizeEnvironment(FIXTURES.valkey!);
    expect(only(base, "aws_elasticache_replication_group")).toMatchObject({
      automatic_failover_enabled: true,
      multi_az_enabled: true,
      num_cache_clusters: 2,
    });
  },

  "Backups and copies under customer managed keys": () => {
    const vaults = all(grown(), "aws_backup_vault");
    expect(vaults).toHaveLength(2);
    for (const { kms_key_arn: key } of vaults) expect(key).toMatch(/^\$\{aws_kms_key\./);
  },

  "One notification at a time": () => {
    const { service } = synthesize({ slack: { reserveConcurrency: true } });
    expect(only(service, "aws_lambda_function").reserved_concurrent_executions).toBe(1);
  },
};
