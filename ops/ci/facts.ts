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

/**
 * The environments whose restores the workflow `drill` tries, by their file's names. One that is switched off is left out: it has no
 * host for the task that reads the copy.
 */
export const drilled = (environments: readonly Environment[]): string[] =>
  environments
    .filter(({ ci, database, running }) => running && database.drill && ci.identity === "github-oidc")
    .map(({ environment }) => environment);
