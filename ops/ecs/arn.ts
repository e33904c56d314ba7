import type { Environment } from "../../config/environment";

/** The last part of an ARN: the id of a task or a container instance. */
export const idOf = (arn = "") => arn.split("/").at(-1) ?? "";

/** The name of a task definition's revision, e.g. `api-production-web:12`. */
export const revisionName = (taskDefinitionArn = "") => idOf(taskDefinitionArn);

/** The workload of a task, from its task definition's family: `web`, `worker`, `scheduler` or `migrate`. */
export const workloadOf = ({ name }: Environment, taskDefinitionArn = "") =>
  revisionName(taskDefinitionArn).replace(/:\d+$/, "").replace(`${name}-`, "");
