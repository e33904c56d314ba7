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
