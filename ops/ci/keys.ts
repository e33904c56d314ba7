import { KMSClient } from "@aws-sdk/client-kms";
import type { Environment } from "../../config/environment";
import { keyProblem } from "../diagnosis/key";
import { lookAtKey } from "../ecs/key";
import { asPlanRole } from "./plan-role";

/**
 * What is wrong with the KMS key of an environment, as Markdown; undefined for a key that can be used. Neither Slack nor an alarm
 * reports it, because both need the key, so the workflow `drift` does.
 */
export async function keyReport(environment: Environment): Promise<string | undefined> {
  const { region } = environment;
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = await asPlanRole(environment, process.env);
  const kms = new KMSClient({
    region,
    ...(accessKeyId && secretAccessKey
      ? { credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) } }
      : {}),
  });
  try {
    const key = await lookAtKey(kms, environment);
    const finding = key && keyProblem(environment, { at: new Date(), key });
    if (!finding) return undefined;
    const { what, why, next } = finding;
    const [fix, ...commands] = next.split("\n");
    return [
      `### ${environment.environment}: ${what}`,
      "",
      why,
      "",
      fix,
      "",
      "```bash",
      ...commands,
      "```",
      "",
    ].join("\n");
  } finally {
    kms.destroy();
  }
}
