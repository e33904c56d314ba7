import type { Policy } from "../../helpers/iam";
import { permissionsOf } from "../../helpers/iam";
import type { Stacks } from "../../helpers/stacks";
import type { Place } from "../aws-call";

/** A principal of the table in docs/access.md. */
export interface Principal {
  readonly title: string;

  /** What the name of its role ends with, after the environment's. The administrator has no role of this project. */
  readonly role?: { readonly suffix: string; readonly part: keyof Stacks };
}

export const APPLICATION: Principal = {
  title: "application (task role)",
  role: { suffix: "task", part: "service" },
};
export const EXECUTION: Principal = {
  title: "ECS, which starts containers (execution role)",
  role: { suffix: "task-execution", part: "service" },
};

export const PRINCIPALS: readonly Principal[] = [
  { title: "pull request (plan role)", role: { suffix: "plan", part: "base" } },
  { title: "release (deploy role)", role: { suffix: "deploy", part: "base" } },
  { title: "drill of a restore (`database.drill: true`)", role: { suffix: "drill", part: "base" } },
  APPLICATION,
  EXECUTION,
  { title: "container host (instance role)", role: { suffix: "host", part: "base" } },
  { title: 'schedule (`scheduler.runs: "eventbridge"`)', role: { suffix: "schedule", part: "service" } },
  { title: "notifier (function role)", role: { suffix: "deploy-notifier", part: "service" } },
  { title: "administrator and operator (`AdministratorAccess`)" },
];

/** AWS's managed policy, which docs/workflows.md names for administrators. */
const ADMINISTRATOR_ACCESS: Policy = [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }];

/** The permissions of a principal; undefined where the environment has no such role. */
export function permissionsIn(place: Place, { role }: Principal): Policy | undefined {
  if (role === undefined) return ADMINISTRATOR_ACCESS;
  const { environment, stacks, deployed } = place;
  const name = `${environment.name}-${role.suffix}`;
  const roles = Object.values(stacks[role.part].resource.aws_iam_role ?? {});
  if (!roles.some((each) => each.name === name)) return undefined;
  return permissionsOf(stacks[role.part], name, deployed.in(role.part));
}
