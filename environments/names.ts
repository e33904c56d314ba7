import type { Environment } from "./environment";

/** The images of an environment, by the name of the container that runs each. */
export const IMAGES = ["app", "nginx"] as const;
export type Image = (typeof IMAGES)[number];

/** What an image parameter says before anything was pushed. */
export const NO_IMAGE = "none";

/**
 * Physical names and ARNs that both stacks, the CI identities and the operator's commands must agree on before
 * the resources exist.
 */
export function namesOf({ name, accountId, region }: Pick<Environment, "name" | "accountId" | "region">) {
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`;
  const role = (suffix: string) => ({
    name: `${name}-${suffix}`,
    arn: `arn:aws:iam::${accountId}:role/${name}-${suffix}`,
  });
  const parameter = (path: string) => ({
    name: `/${name}/${path}`,
    arn: arn("ssm", `parameter/${name}/${path}`),
  });

  return {
    cluster: { name, arn: arn("ecs", `cluster/${name}`) },
    webService: { name: "web", arn: arn("ecs", `service/${name}/web`) },
    /** Every task definition of the environment is in a family that begins so. */
    taskFamilyPrefix: `${name}-`,
    taskRole: role("task"),
    executionRole: role("task-execution"),
    deployRole: role("deploy"),
    planRole: role("plan"),
    repository: (image: Image) => ({
      name: `${name}/${image}`,
      arn: arn("ecr", `repository/${name}/${image}`),
    }),
    imageParameter: (image: Image) => parameter(`image/${image}`),
    databasePassword: parameter("database/password"),
    secret: (variable: string) => parameter(`secret/${variable}`),
    logGroup: (container: string) => `/${name}/${container}`,
    keyAlias: `alias/${name}`,
  };
}
