import { LARGEST_TASK_DEFINITION_BYTES } from "../../facts/aws-limits";
import { namesOf } from "../../facts/names";
import { workerGroupsOf } from "../worker-groups";
import type { Check } from "./check";

const appKeyIsSecret: Check = ({ secrets }) =>
  !("APP_KEY" in secrets) && {
    path: "secrets.APP_KEY",
    got: "nothing",
    allowed: "a source: without a key Laravel fails every request",
    fix: 'Add APP_KEY: { source: "generated" }.',
  };

/** An upper bound for the size of a container definition without its secrets. */
const REST_OF_A_DEFINITION = 4 * 1024;

/** Each container of the application lists every secret with its ARN. */
const secretsFitTheTaskDefinition: Check = (environment) => {
  const { secrets } = environment;
  const names = namesOf(environment);
  const sidecars = workerGroupsOf(environment).filter(({ runs }) => runs === "sidecar");
  const containers = ["app", ...sidecars.map(({ name }) => name), "nginx"];
  const named = Object.keys(secrets).map((name) => ({ name, valueFrom: names.secret(name).arn }));
  const bytes =
    containers.length * REST_OF_A_DEFINITION + (containers.length - 1) * JSON.stringify(named).length;
  if (bytes <= LARGEST_TASK_DEFINITION_BYTES) return undefined;
  return {
    path: "secrets",
    got: `${named.length} secrets: a task definition of about ${Math.ceil(bytes / 1024)} KiB`,
    allowed: `as many as fit into a task definition, which has at most ${LARGEST_TASK_DEFINITION_BYTES / 1024} KiB`,
    fix: "Remove some, or store values that belong together as one secret, e.g. as JSON.",
  };
};

/** KMS returns binary data. Text that reads as text is the secret itself, only encoded. */
const ciphertextsAreEncrypted: Check = ({ secrets, database }) =>
  [
    ...Object.entries(secrets).map(([name, secret]) => ({ path: `secrets.${name}.ciphertext`, secret })),
    { path: "database.password.ciphertext", secret: database.password },
    ...(database.applicationUser
      ? [{ path: "database.applicationUser.password.ciphertext", secret: database.applicationUser.password }]
      : []),
  ].flatMap(
    ({ path, secret }) =>
      secret.source === "ciphertext" &&
      isText(Buffer.from(secret.ciphertext, "base64")) && {
        path,
        got: "text that is encoded, but not encrypted (not shown)",
        allowed: "the output of `ops encrypt`, which KMS has encrypted",
        fix: "Encrypt it with `ops encrypt`. If the value is real, replace it: it is in git.",
      },
  );

const isText = (bytes: Buffer) => !/[\p{Cc}\uFFFD]/u.test(bytes.toString("utf8").trimEnd());

export const secretChecks = [secretsFitTheTaskDefinition, appKeyIsSecret, ciphertextsAreEncrypted];
