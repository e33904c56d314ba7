import type { Construct } from "constructs";
import type { Names } from "../../facts/names";
import type { EncryptionKey } from "./encryption-key";
import type { SecretSource } from "./secret-parameter";
import { SecretParameter } from "./secret-parameter";

export interface ApplicationSecretsProps {
  readonly names: Names;
  readonly key: EncryptionKey;

  /** Where the value of each secret comes from, by its environment variable. */
  readonly secrets: Readonly<Record<string, SecretSource>>;
}

/** The secrets of the application, in the scope of the stack. Returns the ARN of each parameter, by environment variable. */
export function applicationSecrets(
  scope: Construct,
  { names, key, secrets }: ApplicationSecretsProps,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(secrets).map(([variable, source]) => {
      const secret = new SecretParameter(scope, `secret-${variable}`, {
        name: names.secret(variable).name,
        description: `Laravel's ${variable}`,
        key,
        source,
        ...(variable === "APP_KEY" ? { shape: "laravel-key" } : {}),
      });
      return [variable, secret.arn];
    }),
  );
}
