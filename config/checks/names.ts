import type { Check } from "./check";
import type { Environment } from "../environment";
import { bucketsOf } from "../../facts/names";
import type { Problem } from "../messages/problem";
import { BUCKET_NAME, LONGEST_LOAD_BALANCER_NAME } from "../../facts/name-limits";
import { show } from "../messages/show";

/** Systems Manager refuses parameters under /aws and /ssm, and ECS refuses capacity providers named ecs..., aws... or fargate.... */
const RESERVED_BEGINNING = /^(aws|ssm|ecs|fargate|internal-|sg-)/;

const fitsLoadBalancer: Check = ({ name }) => {
  const surplus = name.length - LONGEST_LOAD_BALANCER_NAME;
  if (surplus <= 0) return undefined;
  return {
    path: "application, environment",
    got: `${show(name)} (${name.length} characters)`,
    allowed: `at most ${LONGEST_LOAD_BALANCER_NAME} characters together with the hyphen, the limit for the name of a load balancer`,
    fix: `Shorten one of them by ${surplus}.`,
  };
};

const beginsFreely: Check = ({ application }) => {
  const [reserved] = RESERVED_BEGINNING.exec(`${application}-`) ?? [];
  if (!reserved) return undefined;
  return {
    path: "application",
    got: show(application),
    allowed: `a name that does not begin with ${reserved}, which AWS reserves`,
    fix: "Put another word in front, or choose another name.",
  };
};

const stateBucketCanExist: Check = ({ stateBucket }) => {
  if (BUCKET_NAME.test(stateBucket)) return undefined;
  return {
    path: "stateBucket",
    got: show(stateBucket),
    allowed:
      "3 to 63 lower-case letters, digits and hyphens (no dots, upper case or underscores), without a prefix that S3 reserves",
    fix: "Rename it, or leave it out: <application>-terraform-state-<accountId> is the default.",
  };
};

const stateBucketIsSeparate: Check = (environment) =>
  stateBucketIsNotOneOf("this environment", environment, environment);

/** The state bucket must not be a bucket that a stack of any environment creates. */
export function stateBucketIsNotOneOf(
  owner: string,
  { stateBucket }: Pick<Environment, "stateBucket">,
  buckets: Pick<Environment, "name" | "accountId" | "region">,
): Problem[] {
  return bucketsOf(buckets)
    .filter(({ bucket }) => bucket === stateBucket)
    .map(({ bucket, holds }) => ({
      path: "stateBucket",
      got: `${show(bucket)}, the bucket for ${holds} of ${owner}`,
      allowed: "a bucket that no stack creates: Terraform needs the state before it can create a bucket",
      fix: "Rename it, or leave it out: <application>-terraform-state-<accountId> is the default.",
    }));
}

export const nameChecks = [fitsLoadBalancer, beginsFreely, stateBucketCanExist, stateBucketIsSeparate];
