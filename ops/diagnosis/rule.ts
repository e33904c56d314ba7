import type { Environment } from "../../config/environment";
import type { Finding } from "./finding";
import type { Observations } from "./observations";

/** Finds one kind of problem. */
export type Rule = (environment: Environment, seen: Observations) => Finding[];

/** The command line of an operator's command, e.g. `npm run ops -- logs production`. */
export const command = ({ environment }: Environment, verb: string, rest = "") =>
  `npm run ops -- ${verb} ${environment}${rest === "" ? "" : ` ${rest}`}`;

/** The revision in a task definition's ARN, e.g. `api-production-web:12`. */
export const revisionOf = (taskDefinitionArn = "") => taskDefinitionArn.split("/").at(-1) ?? "";

/** The workload of a task, from its task definition's family: `web`, `worker`, `scheduler` or `migrate`. */
export const workloadOf = ({ name }: Environment, taskDefinitionArn = "") =>
  revisionOf(taskDefinitionArn).replace(/:\d+$/, "").replace(`${name}-`, "");

/** The last part of an ARN: the id of a task or a container instance. */
export const idOf = (arn = "") => arn.split("/").at(-1) ?? "";
