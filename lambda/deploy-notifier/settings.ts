/** What Terraform and Lambda tell the function, read when an instance starts. */
const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
};

/** The environment, and so the cluster, e.g. `api-production`. */
export const NAME = required("ENVIRONMENT_NAME");
export const REGION = required("AWS_REGION");

/** The parameter that holds the webhook. */
export const PARAMETER = required("SLACK_PARAMETER");
