/** The environment variables that Terraform and Lambda set, read when an instance starts. */
const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
};

/** The name of the environment and of its cluster, e.g. `api-production`. */
export const NAME = required("ENVIRONMENT_NAME");
export const REGION = required("AWS_REGION");

/** The parameter with the webhook URL. */
export const PARAMETER = required("SLACK_PARAMETER");
