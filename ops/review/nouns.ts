import type { Change } from "./change";
import { ownOf } from "./own";
import type { Sentence } from "./sentence";
import { plain, sentence } from "./sentence";

/** What a resource is, for a reader who does not know Terraform's names. */
const NOUNS: Readonly<Record<string, string>> = {
  aws_acm_certificate: "The certificate",
  aws_autoscaling_group: "The group of hosts",
  aws_backup_plan: "The plan of the daily backups",
  aws_backup_selection: "The choice of what is backed up",
  aws_backup_vault: "The vault of backups",
  aws_cloudwatch_log_group: "The log group",
  aws_db_instance: "The database",
  aws_db_parameter_group: "The settings of the database",
  aws_ecr_repository: "The image repository",
  aws_ecs_service: "The service",
  aws_elasticache_parameter_group: "The settings of the cache",
  aws_elasticache_replication_group: "The cache",
  aws_elasticache_subnet_group: "The subnets of the cache",
  aws_iam_policy: "The policy",
  aws_iam_role: "The role",
  aws_iam_role_policy: "The policy of a role",
  aws_iam_role_policy_attachment: "The policy of a role",
  aws_kms_key: "The encryption key",
  aws_lb: "The load balancer",
  aws_lb_listener: "The listener of the load balancer",
  aws_lb_listener_rule: "The rule of a listener",
  aws_lb_target_group: "The target group of the load balancer",
  aws_route53_record: "The DNS record",
  aws_s3_bucket: "The bucket",
  aws_s3_bucket_policy: "The policy of a bucket",
  aws_s3_bucket_public_access_block: "The protection of a bucket from public access",
  aws_s3_object: "The file",
  aws_security_group: "The security group",
  aws_sesv2_configuration_set: "The configuration set of the mail",
  aws_sesv2_email_identity: "The domain that sends mail",
  aws_sqs_queue: "The queue",
  aws_sqs_queue_policy: "The policy of a queue",
  aws_ssm_parameter: "The parameter",
  aws_vpc: "The network",
  aws_vpc_security_group_egress_rule: "The outgoing rule of a security group",
  aws_vpc_security_group_ingress_rule: "The incoming rule of a security group",
};

/**
 * A sentence that begins with the address of the changed resource, with a word for it before the address, e.g. "The database
 * (aws_db_instance.database) is destroyed". Of a type without a word it stays as it is.
 */
export function withNoun(what: Sentence, { address, type }: Pick<Change, "address" | "type">): Sentence {
  const noun = ownOf(NOUNS, type);
  const [before, ...texts] = what.texts;
  if (noun === undefined || before !== "" || what.quotes[0] !== address) return what;
  const rest = { texts, quotes: what.quotes.slice(1) };
  return sentence`${plain(noun)} (${address})${rest}`;
}
