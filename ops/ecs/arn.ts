import type { Environment } from "../../config/environment";

/** The last part of an ARN: the id of a task or a container instance, or a revision, e.g. `api-production-web:12`. */
export const idOf = (arn = "") => arn.split("/").at(-1) ?? "";

/** The workload of a task, from its task definition's family: `web`, `worker`, `scheduler` or `migrate`. */
export const workloadOf = ({ name }: Environment, taskDefinitionArn = "") =>
  idOf(taskDefinitionArn).replace(/:\d+$/, "").replace(`${name}-`, "");
