import { blocks } from "../values";
import type { HiddenDependency } from "./hidden-dependency";
import { having, same } from "./hidden-dependency";

/** Buckets, databases and secrets, after the other resources that they need. */
export const DATA: readonly HiddenDependency[] = [
  {
    dependents: ["aws_lb"],
    needs: "the policy of the bucket of its access logs",
    find: ({ body }, stack) =>
      blocks(body.access_logs)
        .flatMap(({ bucket }) => stack.find("aws_s3_bucket", bucket) ?? [])
        .flatMap((bucket) => stack.about(bucket, "aws_s3_bucket_policy", "bucket")),
    otherwise: 'AWS answers "InvalidConfigurationRequest: Access Denied for bucket"',
    source:
      '"Enable access logs for your Application Load Balancer", Elastic Load Balancing, Application Load Balancers',
  },
  {
    dependents: ["aws_s3_bucket_policy"],
    needs: "the public access block of its bucket",
    find: ({ body }, stack) => having(stack, "aws_s3_bucket_public_access_block", "bucket", body.bucket),
    otherwise: 'AWS answers "OperationAborted: A conflicting conditional operation is currently in progress"',
    source: "hashicorp/terraform-provider-aws#7628",
  },
  {
    dependents: ["aws_s3_bucket_lifecycle_configuration"],
    needs: "the versioning of its bucket",
    find: ({ body }, stack) =>
      blocks(body.rule).some(
        ({ noncurrent_version_expiration }) => noncurrent_version_expiration !== undefined,
      )
        ? having(stack, "aws_s3_bucket_versioning", "bucket", body.bucket)
        : [],
    otherwise: "rules about earlier versions are set for a bucket that has none",
    source: "Terraform, aws_s3_bucket_lifecycle_configuration: must have bucket versioning enabled first",
  },
  {
    dependents: ["aws_db_instance"],
    needs: "its parameter group",
    find: ({ body }, stack) => having(stack, "aws_db_parameter_group", "name", body.parameter_group_name),
    otherwise: 'AWS answers "DBParameterGroupNotFound"',
    source: "CreateDBInstance, Amazon RDS API Reference",
  },
  {
    dependents: ["ephemeral.aws_ssm_parameter"],
    needs: "the parameter it reads",
    find: ({ body }, stack) =>
      stack
        .all("aws_ssm_parameter")
        .filter(
          (parameter) =>
            stack.referredTo("aws_ssm_parameter", body.arn).includes(parameter) ||
            String(body.arn).endsWith(`:parameter${stack.resolve(parameter.body.name)}`),
        ),
    otherwise: 'Terraform reads it before it is written, and AWS answers "ParameterNotFound"',
    source: "GetParameter, AWS Systems Manager API Reference",
  },
  {
    dependents: [
      "aws_db_instance",
      "aws_ecr_repository",
      "aws_elasticache_replication_group",
      "aws_sns_topic",
      "aws_sqs_queue",
      "aws_ssm_parameter",
    ],
    needs: "the alias by which it names its key",
    find: ({ body }, stack) => {
      const keys = [
        body.kms_key_id,
        body.kms_master_key_id,
        body.key_id,
        ...blocks(body.encryption_configuration).map(({ kms_key }) => kms_key),
      ];
      return stack
        .all("aws_kms_alias")
        .filter((alias) => keys.some((key) => same(stack, key, alias.body.name)));
    },
    otherwise: 'AWS answers "NotFoundException: Alias ... is not found"',
    source: '"Using aliases", AWS Key Management Service Developer Guide',
  },
];
