import { AssumeRoleWithWebIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Environment } from "../../config/environment";
import { GITHUB_AUDIENCE, namesOf } from "../../facts/names";
import { Refusal } from "../cli/refusal";

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The environment variables with which Terraform assumes the environment's plan role. In a GitHub workflow they come from the
 * OIDC token of the job. Elsewhere the present credentials are used.
 *
 * The variables that allow requests for further tokens are removed: Terraform and its providers get only the plan role.
 */
export async function asPlanRole(
  environment: Environment,
  { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer, ...others }: Variables,
): Promise<Variables> {
  if (!url) return others;

  const { region } = environment;
  const { Credentials: credentials } = await new STSClient({ region }).send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: namesOf(environment).planRole.arn,
      RoleSessionName: "plan",
      WebIdentityToken: await tokenFrom(`${url}&audience=${GITHUB_AUDIENCE}`, bearer ?? ""),
    }),
  );
  return {
    ...others,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials?.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials?.SecretAccessKey,
    AWS_SESSION_TOKEN: credentials?.SessionToken,
  };
}

async function tokenFrom(url: string, bearer: string): Promise<string> {
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${bearer}` },
    signal: AbortSignal.timeout(30_000),
  });
  const { value } = response.ok ? ((await response.json()) as { value?: string }) : {};
  if (value) return value;

  throw new Refusal(
    `GitHub gave this job no OIDC token (HTTP ${response.status}).\n` +
      "Fix: Give the job `permissions: id-token: write`. A pull request from a fork never gets a token.",
  );
}
