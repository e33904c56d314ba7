import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import type { EnvironmentValues } from "../../config/schema/schema";
import type { EncryptionKey } from "./encryption-key";
import { EphemeralResource } from "./ephemeral-resource";

/** 32 letters and digits have 190 bits, and need no quotes in a shell, a URL or an `.env` file. */
const GENERATED_LENGTH = 32;

/** The value of a secret that an operator has not set. The images do not start with it (docker/app/preflight/secrets.php). */
export const NOT_SET = "not set yet";

export type SecretSource = EnvironmentValues["secrets"][string];

export interface SecretParameterProps {
  /** The parameter's name, e.g. `/api-production/database/password`. */
  readonly name: string;
  readonly description: string;
  readonly key: EncryptionKey;
  readonly source: SecretSource;

  /**
   * The form of a generated value: letters and digits, or the `base64:...` of 32 bytes that Laravel requires as APP_KEY.
   *
   * @default "password"
   */
  readonly shape?: "password" | "laravel-key";
}

/**
 * A secret as an SSM SecureString. A write-only argument sets its value, so that it is in no state, plan or synthesized
 * file. A higher version of the source writes a new value.
 *
 * Terraform never refreshes the value, so it keeps a value that an operator wrote.
 */
export class SecretParameter extends Construct {
  public readonly arn: string;
  private readonly parameter: SsmParameter;

  constructor(scope: Construct, id: string, props: SecretParameterProps) {
    super(scope, id);

    const { name, description, key, source, shape = "password" } = props;

    this.parameter = new SsmParameter(this, "parameter", {
      name,
      description,
      type: "SecureString",
      keyId: key.arn,
      valueWo: this.valueFrom(source, shape, key),
      valueWoVersion: source.source === "operator" ? 1 : source.version,
    });
    this.arn = this.parameter.arn;
  }

  /**
   * The value as read back from the parameter, for a write-only argument of another resource that needs the same secret.
   *
   * With one generated value for two resources they would differ if the second fails and is retried: the retry generates
   * another value, which the first does not take because its version is unchanged.
   */
  public readBack(): { value: string; version: number } {
    const value = new EphemeralResource(this, "read-back", {
      type: "aws_ssm_parameter",
      arguments: { arn: this.parameter.arn },
    });
    return { value: value.attribute("value"), version: this.parameter.valueWoVersion };
  }

  private valueFrom(source: SecretSource, shape: "password" | "laravel-key", key: EncryptionKey): string {
    switch (source.source) {
      case "generated":
        return new EphemeralResource(this, "generated", {
          type: "aws_secretsmanager_random_password",
          arguments: { password_length: GENERATED_LENGTH, exclude_punctuation: true },
        }).attribute("random_password", (password) =>
          shape === "laravel-key" ? `"base64:\${base64encode(${password})}"` : password,
        );
      case "ciphertext":
        return new EphemeralResource(this, "decrypted", {
          type: "aws_kms_secrets",
          arguments: {
            secret: [{ name: "value", payload: source.ciphertext, context: key.encryptionContext }],
          },
        }).attribute('plaintext["value"]');
      case "operator":
        return NOT_SET;
    }
  }
}
