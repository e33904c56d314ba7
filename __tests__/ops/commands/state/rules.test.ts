import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RULES } from "../../../../ops/commands/state/find";
import { NAMED } from "../../../../ops/commands/state/rules/named";
import { isSecretParameter } from "../../../../ops/commands/state/seed";
import type { SynthesizedResource } from "../../../../ops/commands/state/synthesized";
import { stackOf } from "../../../../ops/commands/state/synthesized";
import { Values } from "../../../../ops/commands/state/values";
import { goldenStacks } from "../../../helpers/golden-stacks";
import { environment, healthy } from "../../diagnosis/observed";
import { Played } from "../../played/played";
import { Bucket } from "../database/bucket";

const ROOT = join(__dirname, "../../../..");

/** Every type of resource that a construct creates. */
const typesInCode = () =>
  readdirSync(join(ROOT, "constructs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => [
      ...readFileSync(join(ROOT, "constructs", file), "utf8").matchAll(/provider-aws\/lib\/([a-z0-9-]+)"/g),
    ])
    .map(([, name = ""]) => `aws_${name.replaceAll("-", "_")}`)
    .filter((type) => !type.startsWith("aws_data_") && type !== "aws_provider");

const stacks = goldenStacks().map(({ name, stack }) => ({
  ...stackOf(stack as Parameters<typeof stackOf>[0]),
  id: name,
  part: name.endsWith("base") ? ("base" as const) : ("service" as const),
  folder: "",
}));

it("knows how to import every type of resource of the stacks, or why not", () => {
  expect(Object.keys(RULES).sort()).toEqual([...new Set(typesInCode())].sort());
  const inStacks = stacks.flatMap(({ resources }) => resources.map(({ type }) => type));
  expect([...new Set(inStacks)].filter((type) => RULES[type] === undefined)).toEqual([]);
});

it("gives a reason for every type that is not imported", () => {
  const reasons = Object.entries(RULES).flatMap(([type, rule]) =>
    typeof rule === "object" ? [`${type}: ${rule.recreated}`] : [],
  );
  expect(reasons).toMatchInlineSnapshot(`
    [
      "aws_acm_certificate_validation: it only waits until the certificate is issued",
      "aws_sns_topic_subscription: SNS returns the existing subscription of the same address ("Subscribe", Amazon SNS API Reference)",
      "aws_s3_object: the stack imports the objects that exist itself",
    ]
  `);
});

it("never imports a parameter whose value Terraform does not read", () => {
  const parameters = stacks.flatMap(({ resources }) =>
    resources.filter(({ type }) => type === "aws_ssm_parameter"),
  );
  const opened = parameters.filter((each) => !isSecretParameter(each));
  expect(opened.every(({ config }) => config.type === "String")).toBe(true);
  expect(parameters.length).toBeGreaterThan(opened.length);
});

/** An id as AWS would have it, e.g. `aws_subnet.id` for a subnet. */
const idOf = ({ type }: SynthesizedResource) => Promise.resolve(`<${type}>`);

it("puts the ids together from the names in the stacks", async () => {
  const names = ["clusterArn", "settingsBucketName", "capacityProviderName"];
  const outputs = Object.fromEntries(names.map((name) => [name, { value: `<output ${name}>` }]));
  const bucket = new Bucket({ "shop/test/base.tfstate": { outputs } });
  const played = await Played.open(environment(), healthy, { s3: bucket.s3 });
  const ids: Record<string, string> = {};
  const { exitCode, warned } = await played.run(async (operation) => {
    for (const stack of stacks) {
      const values = new Values(operation, stack, idOf);
      for (const resource of stack.resources) {
        const rule = NAMED[resource.type];
        if (typeof rule !== "function" || isSecretParameter(resource)) continue;
        const text = (path: string) => values.of(resource, path);
        ids[resource.type] ??= String(await rule({ operation, resource, values, text }));
      }
    }
    return {};
  });
  await played.close();

  expect({ exitCode, warned }).toEqual({ exitCode: 0, warned: "" });
  expect(ids).toMatchInlineSnapshot(`
    {
      "aws_appautoscaling_policy": "ecs/service/api-production/worker_slow/ecs:service:DesiredCount/api-production-worker_slow-add",
      "aws_appautoscaling_target": "ecs/service/api-production/worker_slow/ecs:service:DesiredCount",
      "aws_autoscaling_group": "api-production",
      "aws_backup_vault": "api-production",
      "aws_cloudwatch_dashboard": "api-production",
      "aws_cloudwatch_event_rule": "api-production-notify-alarms",
      "aws_cloudwatch_event_target": "api-production-notify-alarms/deploy-notifier",
      "aws_cloudwatch_log_group": "/aws/rds/instance/api-production/error",
      "aws_cloudwatch_log_metric_filter": "/api-production/scheduler:api-production-SchedulerRuns",
      "aws_cloudwatch_metric_alarm": "api-production/database-connections",
      "aws_db_instance": "api-production",
      "aws_db_parameter_group": "api-production-mysql84",
      "aws_db_subnet_group": "api-production",
      "aws_ecr_lifecycle_policy": "api-production/app",
      "aws_ecr_repository": "api-production/app",
      "aws_ecr_repository_policy": "api-production/app",
      "aws_ecs_capacity_provider": "api-production",
      "aws_ecs_cluster": "api-production",
      "aws_ecs_cluster_capacity_providers": "api-production",
      "aws_elasticache_parameter_group": "api-production-valkey8",
      "aws_elasticache_replication_group": "api-production",
      "aws_elasticache_subnet_group": "api-production",
      "aws_iam_group": "api-production-deploy",
      "aws_iam_group_policy_attachment": "api-production-deploy/<aws_iam_policy>",
      "aws_iam_instance_profile": "api-production-host",
      "aws_iam_role": "api-production-deploy",
      "aws_iam_role_policy": "<aws_iam_role>:api-production-deploy",
      "aws_iam_user": "api-production-deploy",
      "aws_kms_alias": "alias/api-production",
      "aws_lambda_function": "api-production-deploy-notifier",
      "aws_lambda_function_event_invoke_config": "api-production-deploy-notifier",
      "aws_lambda_permission": "api-production-deploy-notifier/alarms",
      "aws_s3_bucket": "api-production-access-logs-123456789012",
      "aws_s3_bucket_cors_configuration": "<aws_s3_bucket>",
      "aws_s3_bucket_lifecycle_configuration": "<aws_s3_bucket>",
      "aws_s3_bucket_ownership_controls": "<aws_s3_bucket>",
      "aws_s3_bucket_policy": "<aws_s3_bucket>",
      "aws_s3_bucket_public_access_block": "<aws_s3_bucket>",
      "aws_s3_bucket_server_side_encryption_configuration": "<aws_s3_bucket>",
      "aws_s3_bucket_versioning": "<aws_s3_bucket>",
      "aws_scheduler_schedule": "default/api-production-schedule",
      "aws_sesv2_configuration_set": "api-production",
      "aws_sesv2_configuration_set_event_destination": "api-production|metrics",
      "aws_sesv2_email_identity": "example.com",
      "aws_sesv2_email_identity_mail_from_attributes": "example.com",
      "aws_sns_topic_policy": "<aws_sns_topic>",
      "aws_sqs_queue_policy": "<aws_sqs_queue>",
      "aws_ssm_parameter": "/api-production/image/app",
    }
  `);
});
