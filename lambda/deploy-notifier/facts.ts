import { ask } from "./aws";
import { CLOCK_SKEW_MS } from "./limits";
import { NAME } from "./settings";
import type { Read } from "./shape";
import { lastPart, number, read, text, time } from "./shape";

/** What ECS knows about a deployment and no event contains. */
export interface DeploymentFacts {
  readonly from: Release | undefined;
  readonly to: Release | undefined;

  /** The role or user that registered the new revision, e.g. `api-production-deploy/GitHubActions`. */
  readonly registeredBy: string | undefined;
  readonly startedAt: number;

  /** Why it was or is being rolled back. Undefined if it was not. */
  readonly rollback: string | undefined;
  readonly failedTasks: number;
}

/** One side of a deployment: the release that ran before, or the new one. */
export type Release = Read<typeof RELEASE>;

const RELEASE = {
  serviceRevisionArn: text,

  /** Family and revision, e.g. `api-production-web:12`. */
  taskDefinition: lastPart,

  /** `123456789012.dkr.ecr.eu-west-1.amazonaws.com/api-production/app:4e0f97c` is app, 4e0f97c. */
  containerImages: [{ image: (value: unknown) => lastPart(value).replace(/@.*/, "").split(":") }],
};

const LISTED = { serviceDeploymentArn: text, startedAt: time, createdAt: time };
const beginOf = ({ startedAt, createdAt }: Read<typeof LISTED>) => startedAt || createdAt;

const arn = (value: unknown) => read({ arn: text }, value).arn;

const DEPLOYMENT = {
  startedAt: time,
  status: text,
  statusReason: text,
  rollback: { reason: text },
  deploymentCircuitBreaker: { failureCount: number },
  sourceServiceRevisions: [arn],
  targetServiceRevision: arn,
};

/**
 * Reads the service deployment of an event: the newest one that had started by then, because events and service
 * deployments have no id in common.
 */
export const deploymentFacts = async (
  service: string,
  at: number,
  signal: AbortSignal,
): Promise<DeploymentFacts | undefined> => {
  const listed = await ask(
    "ListServiceDeployments",
    { cluster: NAME, service },
    "serviceDeployments",
    [LISTED],
    signal,
  );
  const [begun] = listed
    .filter((each) => beginOf(each) <= at + CLOCK_SKEW_MS)
    .sort((one, other) => beginOf(other) - beginOf(one));
  if (!begun) return undefined;

  const described = await ask(
    "DescribeServiceDeployments",
    { serviceDeploymentArns: [begun.serviceDeploymentArn] },
    "serviceDeployments",
    { 0: DEPLOYMENT },
    signal,
  );
  const { startedAt, status, statusReason, rollback, deploymentCircuitBreaker, ...revisions } = described[0];
  const arns = [revisions.targetServiceRevision, ...revisions.sourceServiceRevisions];
  const releases = await ask(
    "DescribeServiceRevisions",
    { serviceRevisionArns: arns.filter(Boolean) },
    "serviceRevisions",
    [RELEASE],
    signal,
  );
  const [to, ...sources] = arns.map((arn) =>
    releases.find(({ serviceRevisionArn }) => serviceRevisionArn === arn),
  );
  const registrant =
    to &&
    (await ask(
      "DescribeTaskDefinition",
      { taskDefinition: to.taskDefinition },
      "taskDefinition",
      { registeredBy: text },
      signal,
    ));

  return {
    from: sources.find(Boolean),
    to,
    registeredBy: registrant?.registeredBy.replace(/^.*?:(assumed-role|user)\//, ""),
    startedAt,
    rollback: rollback.reason || (status.startsWith("ROLLBACK") ? statusReason : undefined),
    failedTasks: deploymentCircuitBreaker.failureCount,
  };
};
