import { ask } from "./aws";
import type { Fields } from "./shape";
import { fields, lastPart, list, number, text, time } from "./shape";

/** One side of a deployment: what ran before, or what was to run. */
export interface Release {
  /** The tag of each image, by the last part of its repository's name. */
  readonly tags: Readonly<Record<string, string>>;

  /** Family and revision, e.g. `api-production-web:12`. */
  readonly taskDefinition: string;
}

/** What ECS knows of a deployment, and no event says. */
export interface DeploymentFacts {
  readonly from: Release | undefined;
  readonly to: Release | undefined;

  /** Whoever registered the new revision, e.g. `api-production-deploy/GitHubActions`. */
  readonly registeredBy: string;
  readonly startedAt: Date | undefined;

  /** Why it was rolled back, if it was; also while that goes on. */
  readonly rollback: string | undefined;
  readonly failedTasks: number;
}

/**
 * Asks ECS for the service deployment an event is about: the newest that had begun by then, as events and service
 * deployments have no id in common.
 */
export async function deploymentFacts(
  cluster: string,
  service: string,
  at: Date,
  signal: AbortSignal,
): Promise<DeploymentFacts | undefined> {
  const listed = await ask("ecs", "ListServiceDeployments", { cluster, service, maxResults: 20 }, signal);
  const begun = list(listed.serviceDeployments)
    .map(fields)
    .map((each) => ({
      arn: text(each.serviceDeploymentArn),
      at: time(each.startedAt) ?? time(each.createdAt),
    }))
    .filter((each) => each.arn && each.at && each.at.getTime() <= at.getTime() + CLOCK_SKEW_MS)
    .sort((one, other) => (other.at?.getTime() ?? 0) - (one.at?.getTime() ?? 0));
  if (!begun[0]) return undefined;

  const described = await ask(
    "ecs",
    "DescribeServiceDeployments",
    { serviceDeploymentArns: [begun[0].arn] },
    signal,
  );
  const deployment = fields(list(described.serviceDeployments)[0]);
  const target = text(fields(deployment.targetServiceRevision).arn);
  const sources = list(deployment.sourceServiceRevisions).map((each) => text(fields(each).arn));
  const releases = await releasesOf([target, ...sources], signal);
  const to = releases.get(target);

  return {
    from: sources.map((arn) => releases.get(arn)).find(Boolean),
    to,
    registeredBy: to ? await registrant(to.taskDefinition, signal) : "",
    startedAt: time(deployment.startedAt),
    rollback: rollbackOf(deployment),
    failedTasks: number(fields(deployment.deploymentCircuitBreaker).failureCount) ?? 0,
  };
}

/** Between the clock that stamps events and the one that stamps deployments. */
const CLOCK_SKEW_MS = 5_000;

function rollbackOf({ status, statusReason, rollback }: Fields): string | undefined {
  const reason = text(fields(rollback).reason);
  return reason || (text(status).startsWith("ROLLBACK") ? text(statusReason) : undefined);
}

async function releasesOf(arns: string[], signal: AbortSignal): Promise<Map<string, Release>> {
  const answer = await ask(
    "ecs",
    "DescribeServiceRevisions",
    { serviceRevisionArns: arns.filter(Boolean) },
    signal,
  );
  return new Map(
    list(answer.serviceRevisions)
      .map(fields)
      .map((revision) => [
        text(revision.serviceRevisionArn),
        {
          taskDefinition: lastPart(text(revision.taskDefinition)),
          tags: Object.fromEntries(
            list(revision.containerImages).map((each) => tagOf(text(fields(each).image))),
          ),
        },
      ]),
  );
}

/** `123456789012.dkr.ecr.eu-west-1.amazonaws.com/api-production/app:4e0f97c` is app, 4e0f97c. */
function tagOf(image: string): [image: string, tag: string] {
  const [name = "", tag = ""] = lastPart(image.split("@", 1)[0] ?? "").split(":");
  return [name, tag];
}

async function registrant(taskDefinition: string, signal: AbortSignal): Promise<string> {
  const answer = await ask("ecs", "DescribeTaskDefinition", { taskDefinition }, signal);
  return text(fields(answer.taskDefinition).registeredBy).replace(/^.*?:(?:assumed-role|user)\//, "");
}
