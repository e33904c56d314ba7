import { containersOf } from "../containers";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, isObject, list } from "../values";
import type { HiddenDependency } from "./hidden-dependency";

const logGroupsNamed = (names: readonly string[], stack: SynthesizedStack) =>
  stack.all("aws_cloudwatch_log_group").filter(({ body }) => names.includes(stack.resolve(body.name)));

const NO_RETENTION = "the log group is created by the service, without a retention";

/** Whatever writes or reads a log, after its log group. */
export const LOGS: readonly HiddenDependency[] = [
  {
    dependents: ["aws_lambda_function"],
    needs: "its log group",
    find: ({ body }, stack) => logGroupsNamed([`/aws/lambda/${stack.resolve(body.function_name)}`], stack),
    otherwise: `${NO_RETENTION}, and creating it fails with "ResourceAlreadyExistsException"`,
    source: '"Configuring CloudWatch log groups", AWS Lambda Developer Guide; Terraform, aws_lambda_function',
  },
  {
    dependents: ["aws_db_instance"],
    needs: "the groups of the logs it exports",
    find: ({ body }, stack) =>
      logGroupsNamed(
        list(body.enabled_cloudwatch_logs_exports).map(
          (log) => `/aws/rds/instance/${stack.resolve(body.identifier)}/${String(log)}`,
        ),
        stack,
      ),
    otherwise: `${NO_RETENTION}, and creating it fails with "ResourceAlreadyExistsException"`,
    source: '"Publishing MySQL logs to Amazon CloudWatch Logs", Amazon RDS User Guide',
  },
  {
    dependents: ["aws_ecs_task_definition"],
    needs: "the log groups of its containers",
    find: (task, stack) =>
      logGroupsNamed(
        containersOf(task, stack).flatMap(({ logConfiguration }) =>
          blocks(logConfiguration)
            .flatMap(({ options }) => (isObject(options) ? [options["awslogs-group"]] : []))
            .map((group) => stack.resolve(group)),
        ),
        stack,
      ),
    otherwise:
      'a task fails to start with "ResourceNotFoundException: The specified log group does not exist"',
    source: '"Example Amazon ECS task definition: Route logs to CloudWatch", Amazon ECS Developer Guide',
  },
  {
    dependents: ["aws_cloudwatch_log_metric_filter"],
    needs: "the log group that it counts in",
    find: ({ body }, stack) => logGroupsNamed([stack.resolve(body.log_group_name)], stack),
    otherwise: 'AWS answers "ResourceNotFoundException: The specified log group does not exist"',
    source: "PutMetricFilter, Amazon CloudWatch Logs API Reference",
  },
];
