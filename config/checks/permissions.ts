import { CONDITIONAL_ACTIONS, namesNothing, SECRET_READS } from "../../facts/sensitive-actions";
import type { Environment } from "../environment";
import type { Problem } from "../messages/problem";
import { show } from "../messages/show";
import type { Check } from "./check";

/** Actions that no task may have, and what they lead to. */
const NEVER: readonly {
  readonly actions: readonly RegExp[];
  readonly because: string;
  readonly fix: string;
}[] = [
  {
    actions: [/^iam:(?!Get|List|PassRole$)/i],
    because: "with it the application could give itself every right",
    fix: "Remove it. Change identities in Terraform, or by hand.",
  },
  {
    actions: [
      /^(ssm:(SendCommand|StartSession|ResumeSession|StartAutomationExecution)|ecs:ExecuteCommand|ec2-instance-connect:.+)$/i,
    ],
    because: "with it the application could run commands on hosts and in other containers",
    fix: "Remove it.",
  },
  {
    actions: [CONDITIONAL_ACTIONS["any-use"], CONDITIONAL_ACTIONS["any-grant"]],
    because: "it needs a condition on the service that uses the key",
    fix: "Remove it. For an encrypted bucket of files write files.keyArn.",
  },
  {
    actions: [CONDITIONAL_ACTIONS["any-cluster"], CONDITIONAL_ACTIONS["any-tagging"]],
    because: "it needs a condition on the cluster",
    fix: "Remove it, and dispatch a job to the queue instead of starting a task.",
  },
];

const actionsAreHarmless: Check = ({ permissions }) =>
  permissions.flatMap(({ actions }, index) =>
    actions.flatMap((action, at) =>
      NEVER.filter((never) => never.actions.some((pattern) => pattern.test(action))).map(
        ({ because, fix }): Problem => ({
          path: `permissions[${index}].actions[${at}]`,
          got: show(action),
          allowed: `actions of the application; ${because}`,
          fix,
        }),
      ),
    ),
  );

const wideResourcesHaveReasons: Check = ({ permissions }) =>
  permissions.flatMap((permission, index) => {
    const wide = permission.resources.filter(namesNothing);
    const path = `permissions[${index}]`;
    if (wide.length === 0) {
      if (permission.reason === undefined) return undefined;
      return {
        path: `${path}.reason`,
        got: show(permission.reason),
        allowed: "a reason for resources that cannot be named; these are",
        fix: "Write it as a comment.",
      };
    }
    return [
      permission.reason === undefined && {
        path: `${path}.resources`,
        got: show(wide[0]),
        allowed: "named resources, unless reason says why they cannot be named",
        fix: "Name them. If AWS has no resource for the action, write that as reason.",
      },
      permission.resources.length > 1 &&
        wide.includes("*") && {
          path: `${path}.resources`,
          got: `"*" and ${permission.resources.length - 1} more`,
          allowed: '"*" alone: it contains all others',
          fix: "Remove the others, or write a permission of their own for them.",
        },
    ];
  });

const secretsAreNamed: Check = ({ permissions }: Pick<Environment, "permissions">) =>
  permissions.flatMap(({ actions, resources }, index) =>
    actions.some((action) => SECRET_READS.test(action))
      ? resources.flatMap(
          (resource, at) =>
            resource.includes("*") && {
              path: `permissions[${index}].resources[${at}]`,
              got: show(resource),
              allowed: "secrets by their names: a pattern also reads those that are added later",
              fix: "Name them. The end of a secret's ARN in Secrets Manager is -??????.",
            },
        )
      : undefined,
  );

export const permissionChecks = [actionsAreHarmless, wideResourcesHaveReasons, secretsAreNamed];
