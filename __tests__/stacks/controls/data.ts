import { all, only, statement, statements } from "../../helpers/stacks";
import type { Assertions } from "./production";
import { base } from "./production";

/** What keeps data, secrets and images. */
export const DATA: Assertions = {
  "The database is encrypted, private, patched and tagged": () => {
    expect(only(base, "aws_db_instance")).toMatchObject({
      storage_encrypted: true,
      publicly_accessible: false,
      auto_minor_version_upgrade: true,
      copy_tags_to_snapshot: true,
      ca_cert_identifier: "rds-ca-rsa2048-g1",
      db_subnet_group_name: expect.any(String) as string,
      vpc_security_group_ids: [expect.any(String)] as string[],
    });
  },

  "Deletion protection of the database": () => {
    expect(only(base, "aws_db_instance").deletion_protection).toBe(true);
  },

  "A week of backups": () => {
    expect(only(base, "aws_db_instance").backup_retention_period).toBe(7);
  },

  "The database requires TLS, has no well-known administrator name, and logs slow queries": () => {
    expect(JSON.stringify(only(base, "aws_db_parameter_group"))).toContain(
      '{"name":"require_secure_transport","value":"1"}',
    );
    expect(only(base, "aws_db_instance").username).not.toMatch(/^(admin|root|administrator|postgres|mysql)$/);
    expect(only(base, "aws_db_instance").enabled_cloudwatch_logs_exports).toEqual(["error", "slowquery"]);
  },

  "The key rotates, has a policy for this account only, and cannot be destroyed": () => {
    expect(only(base, "aws_kms_key")).toMatchObject({
      enable_key_rotation: true,
      lifecycle: { prevent_destroy: true },
      policy: expect.any(String) as string,
    });
  },

  "Secrets are SecureStrings under the environment's key": () => {
    const secrets = all(base, "aws_ssm_parameter").filter(({ name }) => !String(name).includes("/image/"));
    expect(secrets).toHaveLength(3);
    for (const secret of secrets) {
      expect(secret).toMatchObject({
        type: "SecureString",
        key_id: expect.stringContaining("aws_kms_key.") as string,
      });
    }
  },

  "Images are immutable, scanned, encrypted and expired, and stay when the stack is destroyed": () => {
    for (const repository of all(base, "aws_ecr_repository")) {
      expect(repository).toMatchObject({
        image_tag_mutability: "IMMUTABLE",
        image_scanning_configuration: { scan_on_push: true },
        force_delete: false,
      });
    }
    expect(all(base, "aws_ecr_lifecycle_policy")).toHaveLength(2);
    expect(statement(base, "Push").principals).toEqual([
      { type: "AWS", identifiers: [expect.stringContaining("deploy-role") as string] },
    ]);
  },

  "Buckets are private, without ACLs, TLS only, versioned, encrypted, with lifecycle rules": () => {
    const buckets = all(base, "aws_s3_bucket").length;
    for (const { bucket } of all(base, "aws_s3_bucket")) expect(bucket).not.toContain(".");
    expect(all(base, "aws_s3_bucket_public_access_block")).toHaveLength(buckets);
    for (const block of all(base, "aws_s3_bucket_public_access_block")) {
      expect(block).toMatchObject({
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      });
    }
    expect(all(base, "aws_s3_bucket_versioning")).toHaveLength(buckets);
    expect(all(base, "aws_s3_bucket_server_side_encryption_configuration")).toHaveLength(buckets);
    expect(all(base, "aws_s3_bucket_lifecycle_configuration")).toHaveLength(buckets);
    const overTls = statements(base).filter(
      ({ sid, actions }) => sid === "TlsOnly" && (actions as string[]).includes("s3:*"),
    );
    expect(overTls).toHaveLength(buckets);
  },
};
