import { join } from "node:path";

/** What a child process may keep of the user's environment. None of these can point an AWS client anywhere. */
const KEPT = [
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "LANG",
  "LC_ALL",
  "TERM",
  "TZ",
  "TMPDIR",
  "NO_COLOR",
  "FORCE_COLOR",
  "TERRAFORM_BINARY_NAME",
];

const LOOPBACK = new Set(["127.0.0.1", "[::1]"]);

export type ChildEnvironment = Record<string, string>;

/**
 * The whole environment of a process that speaks to the embedded AWS, made from nothing rather than cleaned up: a
 * profile, an endpoint, a proxy or a credential of the user's cannot be inherited, whatever its name. The dummy
 * credentials are the second lock: even a request that escaped would be refused by AWS.
 *
 * @param folder where the Terraform CLI configuration of the embedded AWS lies
 */
export function isolatedEnvironment(
  endpoint: string,
  region: string,
  folder: string,
  inherited: NodeJS.ProcessEnv = process.env,
): ChildEnvironment {
  const kept = KEPT.flatMap((name) =>
    inherited[name] === undefined ? [] : [[name, inherited[name]] as const],
  );

  return {
    ...Object.fromEntries(kept),
    AWS_ENDPOINT_URL: loopback(endpoint),
    AWS_ACCESS_KEY_ID: "embedded",
    AWS_SECRET_ACCESS_KEY: "embedded",
    AWS_REGION: region,
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    TF_CLI_CONFIG_FILE: terraformConfigurationIn(folder),
    // A trial or test of this day's code is not to fail on the day on which a version loses its support.
    SUPPORT_DAY: "2026-11-24",
    // Nobody asks its maker for news, asks the user anything or draws a spinner.
    CI: "true",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    CHECKPOINT_DISABLE: "1",
    DISABLE_VERSION_CHECK: "1",
    TF_INPUT: "0",
    TF_IN_AUTOMATION: "1",
  };
}

export const terraformConfigurationIn = (folder: string) => join(folder, "terraform.rc");

/**
 * The endpoint, if nothing but this machine can be behind it. A name would not do: `localhost` is what a resolver
 * says it is, and with an IP address S3 clients put the bucket in the path instead of the host name.
 *
 * @throws Error when it is anything else
 */
export function loopback(endpoint: string): string {
  const { protocol, hostname } = new URL(endpoint);
  if (protocol === "http:" && LOOPBACK.has(hostname)) return endpoint;

  throw new Error(
    `The embedded AWS must be on this machine's loopback interface, got ${endpoint}: ` +
      "allowed is http://127.0.0.1:<port> or http://[::1]:<port>.",
  );
}
