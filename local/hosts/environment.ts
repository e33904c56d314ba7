import type { ContainerDefinition, ContainerOverride } from "@aws-sdk/client-ecs";
import { GetBucketLocationCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { RoleClients } from "./roles";

/** How many parameters SSM reads at once (GetParameters, AWS Systems Manager API Reference). */
const MOST_NAMES = 10;

/** As the ECS agent reads it (agent/taskresource/envFiles/envfile.go): lines, cut at their first `=`, both sides not empty. */
export function readEnvironmentFile(content: string): Record<string, string> {
  return Object.fromEntries(
    content
      .split(/\r?\n/)
      .filter((line) => !line.startsWith("#") && /^[^=]+=./.test(line))
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

/**
 * The environment of a container, in the order of precedence of the ECS agent: environment files (the first one wins), the
 * definition, the overrides, secrets.
 *
 * Texts of the errors: "Troubleshooting Amazon ECS ResourceInitializationError errors" (Amazon ECS Developer Guide).
 *
 * @throws Error with the stopped reason of the task
 */
export async function environmentOf(
  { environment, environmentFiles, secrets }: ContainerDefinition,
  override: ContainerOverride | undefined,
  clients: RoleClients | undefined,
): Promise<Record<string, string>> {
  const given = [...(environment ?? []), ...(override?.environment ?? [])];
  const files = [...(environmentFiles ?? []), ...(override?.environmentFiles ?? [])];
  const references = Object.fromEntries(
    (secrets ?? []).map(({ name = "", valueFrom = "" }) => [name, valueFrom]),
  );
  const contents = await Promise.all(files.map(({ value = "" }) => download(value, clients)));
  const values = await parameters(Object.values(references), clients);
  return {
    ...contents.reverse().reduce((all, content) => ({ ...all, ...readEnvironmentFile(content) }), {}),
    ...Object.fromEntries(given.map(({ name = "", value = "" }) => [name, value])),
    ...Object.fromEntries(Object.entries(references).map(([name, from]) => [name, values.get(from) ?? ""])),
  };
}

async function download(arn: string, clients: RoleClients | undefined): Promise<string> {
  const [bucket = "", ...key] = arn.replace(/^arn:[\w-]+:s3:::/, "").split("/");
  const s3 = new S3Client(asRole(clients));
  try {
    await s3.send(new GetBucketLocationCommand({ Bucket: bucket }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key.join("/") }));
    return (await Body?.transformToString()) ?? "";
  } catch (error) {
    const { $metadata: { httpStatusCode = 0 } = {} } = error as { $metadata?: { httpStatusCode?: number } };
    throw new Error(
      "ResourceInitializationError: failed to download env files: file download command: non empty error stream: " +
        `service call has been retried 1 time(s): ${describe(error)} status code: ${httpStatusCode}`,
    );
  } finally {
    s3.destroy();
  }
}

/** Moto's GetParameters knows no ARN. AWS names a missing parameter by its name, too. */
const nameOf = (reference: string) => reference.replace(/^arn:[\w-]+:ssm:[\w-]+:\d+:parameter\//, "/");

/** The values of parameters, by their ARN or name. */
async function parameters(
  references: readonly string[],
  clients: RoleClients | undefined,
): Promise<Map<string, string>> {
  if (references.length === 0) return new Map();
  const ssm = new SSMClient(asRole(clients));
  const names = [...new Set(references.map(nameOf))];
  const values = new Map<string, string>();
  try {
    const foreign = references.find((each) => /^arn:[\w-]+:secretsmanager:/.test(each));
    if (foreign) throw new Error(`the embedded AWS has no Secrets Manager: ${foreign}`);
    for (let start = 0; start < names.length; start += MOST_NAMES) {
      const Names = names.slice(start, start + MOST_NAMES);
      const found = await ssm.send(new GetParametersCommand({ Names, WithDecryption: true }));
      const invalid = found.InvalidParameters ?? [];
      if (invalid.length > 0) throw new Error(`invalid parameters: ${invalid.join(", ")}`);
      for (const { Name = "", Value = "" } of found.Parameters ?? []) values.set(Name, Value);
    }
    return new Map(references.map((reference) => [reference, values.get(nameOf(reference)) ?? ""]));
  } catch (error) {
    throw new Error(
      "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: " +
        `unable to retrieve secrets from ssm: service call has been retried 1 time(s): ${describe(error)}`,
    );
  } finally {
    ssm.destroy();
  }
}

const describe = (error: unknown) => {
  const { name, message } = error as Error;
  return name === "Error" ? message : `${name}: ${message}`;
};

function asRole(clients: RoleClients | undefined): RoleClients {
  if (!clients) throw new Error("ResourceInitializationError: unable to find execution role credentials");
  return clients;
}
