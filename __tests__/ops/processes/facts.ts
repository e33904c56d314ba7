import { DescribeServicesCommand, DescribeTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { GetObjectCommand, NoSuchKey } from "@aws-sdk/client-s3";
import { GetParametersCommand } from "@aws-sdk/client-ssm";
import { IMAGES } from "../../../facts/names";
import type { Workload } from "../../../facts/names";
import { idOf } from "../../../ops/ecs/arn";
import { workloadsOf } from "../../../ops/ecs/workloads";
import { NEW, OLD } from "../stage/account";
import type { Stage } from "../stage/stage";

/** How everything is before, and after a deploy that failed. */
export const UNCHANGED = {
  parameters: [OLD, OLD],
  services: ["api-production-web:1", "api-production-scheduler:1"],
  newest: ["api-production-web:1", "api-production-scheduler:1", "api-production-migrate:1"],
  locked: false,
};

/** After a deploy of `NEW`. */
export const RELEASED = {
  parameters: [NEW, NEW],
  services: ["api-production-web:2", "api-production-scheduler:2"],
  newest: ["api-production-web:2", "api-production-scheduler:2", "api-production-migrate:2"],
  locked: false,
};

/** What a release left: the parameters, what the services follow, each family's newest revision, the lock. */
export async function facts(stage: Stage) {
  const { ssm, ecs, names, environment } = stage.account;
  const { Parameters = [] } = await ssm.send(
    new GetParametersCommand({ Names: IMAGES.map((image) => names.imageParameter(image).name) }),
  );
  const served = workloadsOf(environment);
  const { services = [] } = await ecs.send(
    new DescribeServicesCommand({ cluster: names.cluster.name, services: served }),
  );
  const families = [...new Set<Workload>([...served, "scheduler", "migrate"])];
  return {
    parameters: IMAGES.map(
      (image) => Parameters.find(({ Name }) => Name === names.imageParameter(image).name)?.Value,
    ),
    services: served.map((workload) =>
      idOf(services.find(({ serviceName }) => serviceName === workload)?.taskDefinition),
    ),
    newest: await Promise.all(
      families.map(async (workload) => idOf((await newest(stage, workload)).taskDefinitionArn)),
    ),
    locked: (await lockOf(stage))?.released === false,
  };
}

/** The newest active revision of a family. */
export async function newest({ account: { ecs, names } }: Stage, workload: Workload) {
  const { taskDefinition = {}, tags } = await ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: names.taskFamily(workload).name, include: ["TAGS"] }),
  );
  return { ...taskDefinition, tags };
}

async function lockOf({ account: { s3, names } }: Stage): Promise<{ released: boolean } | undefined> {
  try {
    const found = await s3.send(
      new GetObjectCommand({ Bucket: names.settingsBucket.name, Key: names.releaseLock.key }),
    );
    return JSON.parse((await found.Body?.transformToString()) ?? "") as { released: boolean };
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
