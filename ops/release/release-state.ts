import { serviceNamesOf } from "../../config/worker-groups";
import { serviceWorkersOf } from "../ecs/workloads";
import { GetParameterCommand, ParameterNotFound, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Service } from "@aws-sdk/client-ecs";
import type { Image, Workload } from "../../facts/names";
import { IMAGES, NO_IMAGE } from "../../facts/names";
import { applyLine } from "../cli/command-line";
import type { Operation } from "../cli/operation";
import { Refusal } from "../cli/refusal";
import { findRevision } from "../ecs/revision";
import type { Revision, Tags } from "../ecs/revision";
import { primaryOf, servicesOf } from "../ecs/services";
import { firstOf } from "../ecs/portions";
import { goodRevisions } from "../ecs/service-deployments";
import { undefinedFor } from "../cli/undefined-for";

/** An environment before a release. */
export interface ReleaseState {
  /** The tags in the image parameters; `none` before the first release. */
  readonly tags: Tags;
  readonly services: ReadonlyMap<Workload, Service>;

  /** The newest revision of each family. It includes what Terraform changed since the last release. */
  readonly newest: ReadonlyMap<Workload, Revision>;
}

export async function releaseState(operation: Operation): Promise<ReleaseState> {
  const workloads = releasedWorkloads(operation);
  const [app, nginx, services, revisions] = await Promise.all([
    tagIn(operation, "app"),
    tagIn(operation, "nginx"),
    servicesOf(operation, serviceNamesOf(operation.environment)),
    Promise.all(
      workloads.map(
        async (workload) =>
          [workload, await findRevision(operation, operation.names.taskFamily(workload).name)] as const,
      ),
    ),
  ]);
  return {
    tags: { app, nginx },
    services,
    newest: new Map(
      revisions.flatMap(([workload, revision]) => (revision ? [[workload, revision] as const] : [])),
    ),
  };
}

/** The workloads that an environment has. */
function releasedWorkloads({ environment }: Operation): Workload[] {
  return [
    "migrate",
    "web",
    ...serviceWorkersOf(environment),
    ...(environment.scheduler.runs === "none" ? [] : (["scheduler"] as const)),
  ];
}

/** The revision that a service returns to when a release fails. */
export interface Fallback {
  readonly revision: Revision;
  /** Whether it ever became healthy. */
  readonly good: boolean;
}

/** The last healthy revision of a service; its current revision when none was ever healthy. */
export async function fallbackOf(
  operation: Operation,
  workload: Workload,
  service: Service,
): Promise<Fallback | undefined> {
  const primary = primaryOf(service);
  const current = await findRevision(operation, primary?.taskDefinition ?? "");
  if (current && primary?.rolloutState === "COMPLETED") return { revision: current, good: true };
  const [good] = await firstOf(goodRevisions(operation, workload), 1);
  if (good) return { revision: good, good: true };
  return current && { revision: current, good: false };
}

async function tagIn(operation: Operation, image: Image): Promise<string> {
  const { environment } = operation;
  const { name } = operation.names.imageParameter(image);
  const found = await operation
    .client(SSMClient)
    .send(new GetParameterCommand({ Name: name }))
    .catch(undefinedFor(ParameterNotFound));
  if (found) return found.Parameter?.Value ?? NO_IMAGE;
  throw new Refusal(
    `${environment.environment} has no image parameter ${name} yet.\n` +
      `Fix: Run ${applyLine(environment, "base", "service")}, then push the images.`,
  );
}

/** Writes the changed image parameters, which Terraform and the next deploy read. */
export async function writeTags(operation: Operation, tags: Tags, before: Tags): Promise<void> {
  for (const image of IMAGES) {
    if (tags[image] === before[image]) continue;
    await operation.client(SSMClient).send(
      new PutParameterCommand({
        Name: operation.names.imageParameter(image).name,
        Value: tags[image],
        Overwrite: true,
      }),
    );
  }
}
