import { join } from "node:path";

/** Variables of the user's environment that a child process keeps. None of them can redirect an AWS client. */
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
  // Which Docker engine builds the images.
  "DOCKER_CERT_PATH",
  "DOCKER_CONFIG",
  "DOCKER_CONTEXT",
  "DOCKER_HOST",
  "DOCKER_TLS_VERIFY",
  "TERRAFORM_BINARY_NAME",
  "GOGC",
  "GOMEMLIMIT",
];

const LOOPBACK = new Set(["127.0.0.1", "[::1]"]);

export type ChildEnvironment = Record<string, string>;

/**
 * The environment of a process that connects to the embedded AWS. It starts empty, so that no profile, endpoint, proxy or
 * credential of the user can be inherited, whatever its name. The dummy credentials are the second barrier: AWS would refuse
 * a request that reached it.
 *
 * @param folder the folder of the Terraform CLI configuration
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
    // A fixed day, so that this code does not fail on the day when a version loses its support.
    SUPPORT_DAY: "2026-11-24",
    // No update checks, no prompts, no spinners.
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
 * The endpoint, if it is an address of this machine. A name is refused: a resolver decides what `localhost` is, and with an IP
 * address S3 clients put the bucket into the path instead of the host name.
 *
 * @throws Error if it is any other address
 */
export function loopback(endpoint: string): string {
  const { protocol, hostname } = new URL(endpoint);
  if (protocol === "http:" && LOOPBACK.has(hostname)) return endpoint;

  throw new Error(
    `The endpoint of the embedded AWS must be on the loopback interface of this machine, got ${endpoint}. ` +
      "Allowed: http://127.0.0.1:<port> or http://[::1]:<port>.",
  );
}
