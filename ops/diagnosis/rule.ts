import type { Environment } from "../../config/environment";
import type { Finding } from "./finding";
import type { Observations } from "./observations";

/** Looks for one kind of cause. */
export type Rule = (environment: Environment, seen: Observations) => Finding[];

/** How the operator's commands are called, e.g. `npm run ops -- logs production`. */
export const command = ({ environment }: Environment, verb: string, rest = "") =>
  `npm run ops -- ${verb} ${environment}${rest === "" ? "" : ` ${rest}`}`;

/** `api-production-web:12` of a task definition's ARN. */
export const revisionOf = (taskDefinitionArn = "") => taskDefinitionArn.split("/").at(-1) ?? "";

/** What a task is for, from the family of its definition: `web`, `worker`, `scheduler`, `migrate`. */
export const workloadOf = ({ name }: Environment, taskDefinitionArn = "") =>
  revisionOf(taskDefinitionArn).replace(/:\d+$/, "").replace(`${name}-`, "");

/** The last part of an ARN: the id of a task, of a container instance. */
export const idOf = (arn = "") => arn.split("/").at(-1) ?? "";
