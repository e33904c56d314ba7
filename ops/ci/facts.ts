import type { Environment } from "../../config/environment";
import { namesOf } from "../../facts/names";
import { architectureOf } from "../../facts/instance-types";

const PLATFORMS = { X86_64: "linux/amd64", ARM64: "linux/arm64" } as const;

/** The facts about an environment that a workflow needs before it has credentials. */
export function factsOf(environment: Environment): Record<string, string> {
  const { name, accountId, region, hosts } = environment;
  const names = namesOf(environment);

  return {
    name,
    region,
    account: accountId,
    registry: `${accountId}.dkr.ecr.${region}.amazonaws.com`,
    platform: PLATFORMS[architectureOf(hosts.instanceType)],
    "image-parameter": names.imageParameter("app").name,
    "deploy-role": names.deployRole.arn,
    "plan-role": names.planRole.arn,
  };
}
