import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { lstatSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../config/environment";
import { namesOf } from "../../facts/names";
import { succeed } from "../../local/processes";
import type { Plan } from "../../local/terraform";
import type { Sandbox } from "./sandbox";
import { everyStateEver } from "./state";

/** The decrypted value of a SecureString. */
export async function secretParameter({ clients }: Pick<Sandbox, "clients">, name: string): Promise<string> {
  const { Parameter } = await new SSMClient(clients).send(
    new GetParameterCommand({ Name: name, WithDecryption: true }),
  );
  return Parameter?.Value ?? "";
}

/** The password in the parameter that tasks read, and in the database. */
export async function databasePasswords(sandbox: Sandbox, environment: Environment) {
  return {
    parameter: await secretParameter(sandbox, namesOf(environment).databasePassword.name),
    database: await sandbox.controls.databasePassword(environment.name),
  };
}

/** Plans a stack, and unpacks the plan file (which is a zip archive) so that `findSecrets` searches it. */
export async function planAndKeep(sandbox: Sandbox, stack: string): Promise<Plan> {
  const file = join(sandbox.folder, `${stack}.plan`);
  const plan = await sandbox.terraform(stack).plan(`-out=${file}`);
  const unpacked = `${file}.unpacked`;
  mkdirSync(unpacked, { recursive: true });
  await succeed("python3", ["-m", "zipfile", "-e", file, unpacked]);
  return plan;
}

/**
 * The places that contain one of the secrets: all versions of the states, the synthesized stacks, plan files and logs (in the
 * folder of the sandbox). The search is for plain text and base64.
 */
export async function findSecrets(
  sandbox: Sandbox,
  environment: Environment,
  secrets: readonly string[],
): Promise<string[]> {
  if (secrets.some((secret) => secret.length < 8)) throw new Error("too short to be looked for");
  const needles = secrets.flatMap((secret) => [
    secret,
    Buffer.from(secret).toString("base64").replace(/=+$/, ""),
  ]);
  const haystacks = [...(await everyStateEver(sandbox, environment)), ...filesIn(sandbox.folder)];
  return haystacks
    .filter(([, text]) => needles.some((needle) => text.includes(needle)))
    .map(([name]) => name);
}

function filesIn(folder: string): [string, string][] {
  return readdirSync(folder).flatMap((name): [string, string][] => {
    const path = join(folder, name);
    const stat = lstatSync(path);
    // The providers are links to a mirror.
    if (stat.isSymbolicLink() || name === "providers") return [];
    if (stat.isDirectory()) return filesIn(path);
    // The sockets of the relays have no content.
    return stat.isFile() ? [[path, readFileSync(path, "latin1")]] : [];
  });
}
