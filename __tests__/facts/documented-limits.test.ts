import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ARGUMENT_LIMITS } from "../../facts/aws-limits";

/** The API references of AWS, which each SDK client contains as comments, without their markup. */
const seen = new Map<string, string>();
function referenceOf(client: string): string {
  const known = seen.get(client);
  if (known !== undefined) return known;
  const models = join(
    dirname(require.resolve(`@aws-sdk/client-${client}/package.json`)),
    "dist-types/models",
  );
  const comments = readdirSync(models).map((file) => readFileSync(join(models, file), "utf8"));
  const text = comments
    .join("\n")
    .replace(/<[^>]+>|^\s*\*/gm, " ")
    .replace(/\s+/g, " ");
  seen.set(client, text);
  return text;
}

/** By argument: the client whose reference has the limit, and the words before and after it there. */
const WORDS: Readonly<Record<string, readonly [client: string, before: string, after: string]>> = {
  "aws_launch_template.block_device_mappings.ebs.volume_size": ["ec2", "gp3 : 1 - ", " GiB"],
  "aws_launch_template.metadata_options.http_put_response_hop_limit": ["ec2", "Integers from 1 to ", ""],
  "aws_db_instance.username": ["rds", "Must be 1 to ", " letters, numbers, or underscores"],
  "aws_db_instance.identifier": ["rds", "contain from 1 to ", " letters, numbers, or hyphens"],
  "aws_db_instance.backup_retention_period": ["rds", "Must be a value from 0 to ", "."],
  "aws_db_instance.port": ["rds", "1150-", ""],
  "aws_db_instance.allocated_storage": ["rds", "Must be an integer from 20 to ", "."],
  "aws_elasticache_replication_group.replication_group_id": ["elasticache", "from 1 to ", " alphanumeric"],
  "aws_elasticache_replication_group.num_cache_clusters": [
    "elasticache",
    "NumCacheClusters is ",
    " (1 primary",
  ],
  "aws_ecs_task_definition.container_definitions.healthCheck.interval": ["ecs", "between 5 and ", " seconds"],
  "aws_ecs_task_definition.container_definitions.healthCheck.timeout": ["ecs", "between 2 and ", " seconds"],
  "aws_ecs_task_definition.container_definitions.healthCheck.retries": ["ecs", "between 1 and ", " retries"],
  "aws_ecs_task_definition.container_definitions.healthCheck.startPeriod": ["ecs", "between 0 and ", " sec"],
  "aws_ecs_task_definition.placement_constraints": ["ecs", "maximum of ", " constraints for each task"],
  "aws_ecs_service.ordered_placement_strategy": ["ecs", "maximum of ", " strategy rules"],
  "aws_lb_target_group.health_check.timeout": ["elastic-load-balancing-v2", "range is 2–", " seconds"],
  "aws_lb_target_group.health_check.interval": ["elastic-load-balancing-v2", "range is 5-", "."],
  "aws_lb_target_group.health_check.healthy_threshold": ["elastic-load-balancing-v2", "range is 2-", "."],
  "aws_kms_key.deletion_window_in_days": ["kms", "between 7 and ", ", inclusive"],
  "aws_acm_certificate.subject_alternative_names": ["acm", "to an ACM certificate is ", "."],
  "aws_iam_openid_connect_provider.client_id_list": ["iam", "cannot register more than ", " client IDs"],
};

const literal = (words: string) => words.replace(/[.()]/g, "\\$&").replaceAll(" ", "\\s+");

describe.each(Object.entries(WORDS))("the limit of %s", (path, [client, before, after]) => {
  it("is the one in AWS's API reference", () => {
    const pattern = new RegExp(`${literal(before)}([\\d,]+)${literal(after)}`, "g");
    const documented = [...referenceOf(client).matchAll(pattern)].map(([, digits = ""]) =>
      Number(digits.replaceAll(",", "")),
    );
    const [limit] = ARGUMENT_LIMITS.filter(({ type, argument }) => `${type}.${argument}` === path);

    expect(documented).toContain(limit?.maximum);
  });
});
