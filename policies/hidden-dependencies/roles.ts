import type { Block } from "../block";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks } from "../values";
import type { HiddenDependency } from "./hidden-dependency";

/** The policies of the roles in a value: of roles referred to, or named in an ARN or by their name. */
function policiesOfRoles(value: unknown, stack: SynthesizedStack): readonly Block[] {
  const resolved = stack.resolve(value);
  const isRole = (role: unknown) => {
    const written = stack.resolve(role);
    const name = stack.find("aws_iam_role", written)?.body.name ?? written;
    const named = typeof name === "string" && (resolved === name || resolved.endsWith(`role/${name}`));
    const [referred] = stack.referredTo("aws_iam_role", written);
    return named || (referred !== undefined && stack.referredTo("aws_iam_role", resolved).includes(referred));
  };
  return ["aws_iam_role_policy", "aws_iam_role_policy_attachment"].flatMap((type) =>
    stack.all(type).filter(({ body }) => isRole(body.role)),
  );
}

/** Roles written somewhere in the arguments. */
const policiesOf =
  (...rolesOf: readonly ((body: Block["body"]) => readonly unknown[])[]) =>
  ({ body }: Block, stack: SynthesizedStack) =>
    rolesOf
      .flatMap((roles) => roles(body))
      .filter((role) => role !== undefined)
      .flatMap((role) => policiesOfRoles(role, stack));

const taskRoles = (body: Block["body"]) => [body.execution_role_arn, body.task_role_arn];

/** What makes AWS use a role, after the policies of the role. */
export const ROLES: readonly HiddenDependency[] = [
  {
    dependents: ["aws_ecs_service"],
    needs: "the policies of its tasks' roles",
    find: ({ body }, stack) =>
      [stack.find("aws_ecs_task_definition", body.task_definition)].flatMap((task) =>
        task === undefined ? [] : policiesOf(taskRoles)(task, stack),
      ),
    otherwise:
      "its first tasks have no permission to pull images, read secrets or write logs, and on destroy it stays in DRAINING because the permissions are already deleted",
    source: "Terraform, aws_ecs_service: depends_on the related aws_iam_role_policy",
  },
  {
    dependents: ["aws_ecs_task_definition"],
    needs: "the policies of its roles",
    find: policiesOf(taskRoles),
    otherwise: "a task that is started from it has no permission to pull images, read secrets or write logs",
    source: "Terraform, aws_ecs_service: depends_on the related aws_iam_role_policy",
  },
  {
    dependents: ["aws_iam_instance_profile"],
    needs: "the policies of its role",
    find: policiesOf(({ role }) => [role]),
    otherwise:
      "the agent of a host has no permission to register, and on destroy none to report that its tasks are drained",
    source: '"Amazon ECS container instance IAM role", Amazon ECS Developer Guide',
  },
  {
    dependents: ["aws_lambda_function"],
    needs: "the policies of its role",
    find: policiesOf(({ role }) => [role]),
    otherwise:
      'AWS answers "InvalidParameterValueException: The provided execution role does not have permissions to call SendMessage on SQS"',
    source: '"Adding a dead-letter queue", AWS Lambda Developer Guide',
  },
  {
    dependents: ["aws_scheduler_schedule"],
    needs: "the policies of its role",
    find: policiesOf(({ target }) => blocks(target).map(({ role_arn }) => role_arn)),
    otherwise: "its first starts are refused and not retried",
    source: '"Setting up the execution role", EventBridge Scheduler User Guide',
  },
];
