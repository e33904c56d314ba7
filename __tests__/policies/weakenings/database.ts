import { at, remove, removeResources, set } from "./mutation";
import type { Weakening } from "./weakening";
import { rows } from "./weakening";

const DATABASE = "aws_db_instance.database_instance";
const PARAMETERS = "aws_db_parameter_group.database_parameters";
const KEY = "aws_kms_key.key";
const KEY_POLICY = "data.aws_iam_policy_document.key_policy";
const VAULT = "aws_backup_vault.copies_vault";
const APP_KEY = "aws_ssm_parameter.secret-APP_KEY_parameter";

/** Every protection of the database, of the key and of secrets. */
export const DATABASE_AND_SECRETS: readonly Weakening[] = [
  ...rows("production", {
    encryption: [
      [DATABASE, "set it to true", set("storage_encrypted", false)],
      [DATABASE, "kms_key_id is missing", remove("kms_key_id")],
      [APP_KEY, "set the environment's key", remove("key_id")],
      [APP_KEY, "set it to SecureString", set("type", "String")],
    ],
    "public-access": [
      [DATABASE, "set it to false", set("publicly_accessible", true)],
      [
        "aws_db_subnet_group.database_subnets",
        "use an isolated subnet",
        set("subnet_ids.2", "${aws_subnet.network_public-subnet-3_7BD6D5AE.id}"),
      ],
      [
        KEY_POLICY,
        "statement Administer allows every principal",
        set("statement.Administer.principals.0.identifiers.0", "*"),
      ],
    ],
    "open-security-groups": [[DATABASE, "set one", remove("vpc_security_group_ids")]],
    backups: [
      [DATABASE, "backup_retention_period is 0", set("backup_retention_period", 0)],
      [DATABASE, "set it to true", set("copy_tags_to_snapshot", false)],
      [DATABASE, "set it to true", set("auto_minor_version_upgrade", false)],
      [DATABASE, "only for the deploy that upgrades", set("allow_major_version_upgrade", true)],
    ],
    "deletion-protection": [
      [DATABASE, "deletion_protection is not true", set("deletion_protection", false)],
      [DATABASE, "skip_final_snapshot is true", set("skip_final_snapshot", true)],
      [DATABASE, "delete_automated_backups is not false", set("delete_automated_backups", true)],
      [DATABASE, "prevent_destroy is not true", set("lifecycle.prevent_destroy", false)],
      [KEY, "prevent_destroy is not true", remove("lifecycle.prevent_destroy")],
      [KEY, "deletion_window_in_days is below 30", set("deletion_window_in_days", 7)],
    ],
    "final-snapshots": [[DATABASE, "name the snapshot", remove("final_snapshot_identifier")]],
    "end-of-support": [
      [DATABASE, "without support since 2026-07-31", set("engine_version", "8.0")],
      [DATABASE, "billed extra by the hour", remove("engine_lifecycle_support")],
    ],
    "database-outages": [
      [DATABASE, "leave it to the maintenance window", set("apply_immediately", true)],
      [DATABASE, "max_allocated_storage is missing", remove("max_allocated_storage")],
    ],
    tls: [
      [PARAMETERS, "set it to 1", set("parameter.require_secure_transport.value", "0")],
      [DATABASE, "the default group of RDS accepts connections without TLS", remove("parameter_group_name")],
    ],
    replacements: [[PARAMETERS, "set it to true", remove("lifecycle")]],
    "plain-secrets": [
      [
        DATABASE,
        "use password_wo",
        set(
          "password",
          '${var.open_secrets ? ephemeral.aws_ssm_parameter.database-password_read-back_537828D2[0].value : ""}',
        ),
      ],
      [
        APP_KEY,
        "use value_wo",
        set(
          "value",
          '${var.open_secrets ? "base64:${base64encode(ephemeral.aws_secretsmanager_random_password.secret-APP_KEY_generated_4C2524CE[0].random_password)}" : ""}',
        ),
      ],
    ],
    "write-only-values": [
      [DATABASE, "add it", remove("password_wo_version")],
      [APP_KEY, "value_wo_version", remove("value_wo_version")],
    ],
    "log-retention": [
      ["aws_cloudwatch_log_group.database_error-log", "logs.retentionDays", remove("retention_in_days")],
      [DATABASE, "RDS creates one without a retention", removeResources("aws_cloudwatch_log_group.database")],
    ],
    alarms: [
      [DATABASE, "add one", removeResources("aws_cloudwatch_metric_alarm.alarms_database")],
      [
        "aws_lb.load-balancer",
        "add one",
        removeResources("aws_cloudwatch_metric_alarm.alarms_failing-requests"),
        removeResources("aws_cloudwatch_metric_alarm.alarms_unhealthy-targets"),
      ],
    ],
    "key-rotation": [
      [KEY, "set it to true", set("enable_key_rotation", false)],
      [KEY, "policy is missing", remove("policy")],
    ],
    "iam-wildcards": [
      [KEY_POLICY, "statement Administer allows kms:*", set("statement.Administer.actions.0", "kms:*")],
    ],
    "iam-conditions": [
      [
        KEY_POLICY,
        "statement UseThroughServices uses a key for anything",
        remove("statement.UseThroughServices.condition"),
      ],
      [
        KEY_POLICY,
        "kms:GrantIsForAWSResource",
        remove("statement.LetServicesKeepUsingIt.condition.kms:GrantIsForAWSResource"),
      ],
      [
        KEY_POLICY,
        "statement SecretsInTheEnvironmentFile uses a key for anything",
        remove("statement.SecretsInTheEnvironmentFile.condition.kms:EncryptionContext:environment"),
      ],
    ],
    "confused-deputy": [
      [
        KEY_POLICY,
        "statement AnnounceAlarms trusts a service on behalf of any account",
        remove("statement.AnnounceAlarms.condition"),
      ],
    ],
    "secret-strength": [
      [
        "ephemeral.aws_secretsmanager_random_password.database-password_generated",
        "use 22 or more",
        set("password_length", 8),
      ],
    ],
  }),
  ...rows("grown", {
    "database-users": [
      [
        "aws_ecs_task_definition.web-task",
        "use the application's own user",
        at(
          "local.web-task_containers",
          set(
            "app.secrets.DB_PASSWORD.valueFrom",
            "${data.terraform_remote_state.base.outputs.databasePasswordArn}",
          ),
        ),
      ],
    ],
    "deletion-protection": [
      [VAULT, "prevent_destroy is not true", remove("lifecycle.prevent_destroy")],
      [VAULT, "force_destroy is true", set("force_destroy", true)],
    ],
  }),
];
