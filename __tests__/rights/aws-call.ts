import type { Environment } from "../../config/environment";
import { namesOf } from "../../facts/names";
import type { Request } from "../helpers/iam";
import type { Deployed } from "../helpers/deployed";
import type { Stacks } from "../helpers/stacks";

/** A call that a service of AWS makes for an environment, as IAM sees it. */
export interface AwsCall extends Request {
  /** What AWS sends beside, which no policy here asks for. */
  readonly also?: Readonly<Record<string, string>>;

  /** The document that says so. */
  readonly source: string;
}

/** An environment as its policies know it, after a deploy. */
export interface Place {
  readonly environment: Environment;
  readonly stacks: Stacks;
  readonly deployed: Deployed;
  readonly names: ReturnType<typeof namesOf>;

  /** Of a service in the environment's region and account, e.g. `ecs`, `cluster/api-production`. */
  readonly arn: (service: string, resource: string) => string;

  /** Of the environment's key. */
  readonly keyArn: string;
}

export const TASK_ID = "0123456789abcdef0123456789abcdef";

/** Calls that differ in their action alone. */
export const each = (actions: readonly string[], call: Omit<AwsCall, "action">): AwsCall[] =>
  actions.map((action) => ({ action, ...call }));
