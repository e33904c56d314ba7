import type { Policy, Request } from "../helpers/iam";
import { allows } from "../helpers/iam";
import type { AwsCall } from "./aws-call";

/** Whom and what is asked: whether a request is allowed there. */
export type Allowed = (policy: Policy, request: Request) => Promise<boolean>;

/** The account of the copies. Its vault lets the account of the environment do everything, so that the caller's policy decides. */
export const ACCOUNT_OF_COPIES = "999988887777";
const ADMITS: Policy = [
  {
    Effect: "Allow",
    Principal: { AWS: ["arn:aws:iam::123456789012:root"] },
    Action: ["*"],
    Resource: ["*"],
  },
];

/** By the caller's policy. */
export const byIdentity: Allowed = (policy, request) =>
  allows(policy, request, request.resource.includes(ACCOUNT_OF_COPIES) ? { resourcePolicy: ADMITS } : {});

/** By the policy of what is called. */
export const byResource =
  (principal: string): Allowed =>
  (resourcePolicy, request) =>
    allows([], request, { principal, resourcePolicy });

export const asRequest = ({ action, resource, context, also }: AwsCall): Request => ({
  action,
  resource,
  context: { ...context, ...also },
});

export const denied = async (
  allowed: Allowed,
  policy: Policy,
  requests: readonly Request[],
): Promise<Request[]> => {
  const answers = await Promise.all(requests.map((request) => allowed(policy, request)));
  return requests.filter((_, index) => !answers[index]);
};

/** Whether some request of these actions is answered so: the others cannot tell one policy from the other. */
export async function isOneAnswered(
  answer: boolean,
  allowed: Allowed,
  policy: Policy,
  actions: readonly string[],
  requests: readonly Request[],
): Promise<boolean> {
  const isMeant = ({ action }: Request) =>
    actions.some(
      (pattern) => pattern === action || (pattern.endsWith("*") && action.startsWith(pattern.slice(0, -1))),
    );
  for (const request of requests.filter(isMeant)) {
    if ((await allowed(policy, request)) === answer) return true;
  }
  return false;
}
