import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import type { Names } from "../../facts/names";
import type { NetworkFacts } from "../network/network-facts";
import { Database } from "./database";
import type { EncryptionKey } from "./encryption-key";
import { SecretParameter } from "./secret-parameter";

export interface ApplicationDatabaseProps {
  /** Prefix of every physical name, e.g. `api-production`. */
  readonly name: string;
  readonly names: Names;
  readonly network: NetworkFacts;
  readonly key: EncryptionKey;
  readonly settings: Environment["database"];
  readonly logRetentionDays: number;
}

/** The parameters of the passwords. */
export interface DatabasePasswords {
  /** Of the user that owns the schema. */
  readonly databasePasswordArn: string;

  /** Of the application's own user, if it has one. */
  readonly applicationUserPasswordArn?: string;
}

/** The database and the passwords of its users, in the scope of the stack. */
export function applicationDatabase(
  scope: Construct,
  props: ApplicationDatabaseProps,
): { database: Database; passwords: DatabasePasswords } {
  const { names, key, settings, ...rest } = props;
  const passwordOf = (id: string, name: string, username: string, source: (typeof settings)["password"]) =>
    new SecretParameter(scope, id, { name, description: `MySQL password of ${username}`, key, source });

  const password = passwordOf(
    "database-password",
    names.databasePassword.name,
    settings.username,
    settings.password,
  );
  const { applicationUser } = settings;
  const applicationPassword =
    applicationUser &&
    passwordOf(
      "application-user-password",
      names.applicationUserPassword.name,
      applicationUser.username,
      applicationUser.password,
    );
  return {
    database: new Database(scope, "database", { ...rest, key, password, settings }),
    passwords: {
      databasePasswordArn: password.arn,
      ...(applicationPassword ? { applicationUserPasswordArn: applicationPassword.arn } : {}),
    },
  };
}
