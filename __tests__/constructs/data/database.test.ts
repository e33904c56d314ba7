import type { EnvironmentInput } from "../../../config/schema/schema";
import { all, only, synthesize } from "../../helpers/stacks";

const database = (settings: Partial<EnvironmentInput["database"]>, rest: Partial<EnvironmentInput> = {}) =>
  synthesize({ database: { instanceClass: "db.t4g.micro", ...settings }, ...rest }).base;

describe("the database", () => {
  const base = database({});

  it("is encrypted under the environment's key and not public", () => {
    expect(only(base, "aws_db_instance")).toMatchObject({
      storage_encrypted: true,
      kms_key_id: expect.stringContaining("aws_kms_key.") as string,
      publicly_accessible: false,
    });
  });

  it("refuses connections without TLS, speaks utf8mb4 and logs slow statements", () => {
    const parameters = only(base, "aws_db_parameter_group").parameter;

    expect(parameters).toEqual(
      expect.arrayContaining([
        { name: "require_secure_transport", value: "1" },
        { name: "character_set_server", value: "utf8mb4" },
        { name: "slow_query_log", value: "1" },
        { name: "long_query_time", value: "1" },
      ]),
    );
  });

  it("answers the hosts only", () => {
    const rules = all(base, "aws_vpc_security_group_ingress_rule").filter(
      ({ from_port }) => from_port === 3306,
    );

    expect(rules).toEqual([
      expect.objectContaining({
        to_port: 3306,
        referenced_security_group_id: expect.stringContaining("hosts") as string,
      }),
    ]);
  });

  it("is backed up for a week, and takes minor but never major versions by itself", () => {
    expect(only(base, "aws_db_instance")).toMatchObject({
      backup_retention_period: 7,
      auto_minor_version_upgrade: true,
      allow_major_version_upgrade: false,
      engine_version: "8.4",
      engine_lifecycle_support: "open-source-rds-extended-support-disabled",
    });
  });

  it("takes no minor version by itself if it is pinned to one: RDS would refuse to go back", () => {
    expect(only(database({ engineVersion: "8.4.6" }), "aws_db_instance")).toMatchObject({
      auto_minor_version_upgrade: false,
      engine_version: "8.4.6",
    });
  });

  it("exports its error and slow log to groups that forget", () => {
    expect(only(base, "aws_db_instance").enabled_cloudwatch_logs_exports).toEqual(["error", "slowquery"]);
    for (const log of ["error", "slowquery"]) {
      expect(all(base, "aws_cloudwatch_log_group")).toContainEqual(
        expect.objectContaining({ name: `/aws/rds/instance/api-production/${log}`, retention_in_days: 30 }),
      );
    }
  });

  it("cannot be destroyed or replaced: neither AWS nor Terraform would do it", () => {
    expect(only(base, "aws_db_instance")).toMatchObject({
      deletion_protection: true,
      lifecycle: { prevent_destroy: true },
      skip_final_snapshot: false,
      final_snapshot_identifier: expect.stringMatching(
        /^api-production-final-\$\{aws_security_group/,
      ) as string,
      delete_automated_backups: false,
    });
    expect(only(base, "aws_kms_key").lifecycle).toEqual({ prevent_destroy: true });
  });

  it("goes without a trace where the environment says so", () => {
    const disposable = database(
      { deletionProtection: false, finalSnapshot: false },
      { acceptedRisks: ["single-az-database", "no-deletion-protection", "no-final-snapshot"] },
    );

    expect(only(disposable, "aws_db_instance")).toMatchObject({
      deletion_protection: false,
      lifecycle: { prevent_destroy: false },
      skip_final_snapshot: true,
      delete_automated_backups: true,
    });
    expect(only(disposable, "aws_db_instance")).not.toHaveProperty("final_snapshot_identifier");
    expect(only(disposable, "aws_kms_key").lifecycle).toEqual({ prevent_destroy: false });
  });

  it("has a ceiling only where it may grow, as RDS refuses one that is the storage itself", () => {
    expect(only(base, "aws_db_instance")).toMatchObject({
      allocated_storage: 20,
      max_allocated_storage: 100,
    });
    const fixed = database({ storageGiB: 50, maximumStorageGiB: 50 });
    expect(only(fixed, "aws_db_instance")).not.toHaveProperty("max_allocated_storage");
  });

  it("can have a standby in a second zone", () => {
    expect(only(database({ multiAz: true }, { acceptedRisks: [] }), "aws_db_instance").multi_az).toBe(true);
  });
});
