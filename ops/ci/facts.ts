import type { Environment } from "../../config/environment";
import { namesOf } from "../../facts/names";
import { imageArchitectureOf } from "../../facts/instance-types";

/** The facts about an environment that a workflow needs before it has credentials. */
export function factsOf(environment: Environment): Record<string, string> {
  const { name, accountId, region, hosts } = environment;
  const names = namesOf(environment);

  return {
    name,
    region,
    account: accountId,
    registry: `${accountId}.dkr.ecr.${region}.amazonaws.com`,
    platform: `linux/${imageArchitectureOf(hosts.instanceType)}`,
    "image-parameter": names.imageParameter("app").name,
    "deploy-role": names.deployRole.arn,
    "plan-role": names.planRole.arn,
    "drill-role": names.drillRole.arn,
  };
}
