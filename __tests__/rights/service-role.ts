import type { Stacks } from "../helpers/stacks";
import type { AwsCall, Place } from "./aws-call";
import { TASK_ID } from "./aws-call";

/** A role that a service of AWS takes, and what it then does. */
export interface ServiceRole {
  /** What its name ends with, after the environment's. */
  readonly suffix: string;
  readonly part: keyof Stacks;
  readonly service: string;

  /** What the service sends when it takes the role. */
  readonly trusted: (place: Place) => Readonly<Record<string, string>>;

  /** The calls. None where the environment has no such role. */
  readonly calls: (place: Place) => readonly AwsCall[];

  /** The statements that are the application's own, and so nothing that AWS calls. */
  readonly ofTheApplication?: readonly string[];
}

/** What a service sends that takes a role for an account. */
export const forThisAccount = ({ environment }: Place) => ({ "aws:SourceAccount": environment.accountId });

export const task = ({ arn, names }: Place) => arn("ecs", `task/${names.cluster.name}/${TASK_ID}`);
