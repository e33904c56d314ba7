import { STOP_REASONS } from "../../facts/stop-reasons";

/** AWS services have different error names for the same problem. */
const EXPIRED = /^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/;
const UNKNOWN_KEY =
  /^(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|SignatureDoesNotMatch)$/;
const DENIED = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation)$/;
const THROTTLED =
  /^(Throttling|ThrottlingException|ThrottledException|RequestLimitExceeded|TooManyRequestsException)$/;
const UNREACHABLE =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|EPIPE|EAI_AGAIN)$/;

/** KMS's own errors, and those of services that quote them, e.g. Parameter Store's `InvalidKeyId`. */
const isAboutKey = ({ name = "", message = "" }: Thrown) =>
  STOP_REASONS.keyUnusable.pattern.test(`${name}: ${message}`);

interface Thrown {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;

  /** Of a connection: what Node.js tried to resolve, or to connect to. */
  readonly hostname?: string;
  readonly address?: string;
  readonly port?: number;
  readonly $metadata?: { readonly attempts?: number };
}

/** Whether the credentials are the problem, so that no other call can succeed. */
export const isAboutCredentials = (error: unknown) => {
  const { name = "" } = error as Thrown;
  return EXPIRED.test(name) || UNKNOWN_KEY.test(name) || name === "CredentialsProviderError";
};

export const isDenied = (error: unknown) => DENIED.test((error as Thrown).name ?? "");

/** Whether no answer came, so that the network is the problem. */
export const isUnreachable = (error: unknown) => {
  const { name = "", code = "" } = error as Thrown;
  return UNREACHABLE.test(code) || name === "TimeoutError";
};

/** An error as a message for the operator: what happened, and the fix. */
export function inWords(error: unknown): string {
  const { name = "", code = "", message = String(error), $metadata } = error as Thrown;
  const { AWS_PROFILE: profile } = process.env;

  if (EXPIRED.test(name)) {
    const login = profile ? `aws sso login --profile '${profile}'` : "aws sso login";
    return `Your AWS credentials have expired.\nFix: Log in again (e.g. ${login}), then run the command again.`;
  }
  if (UNKNOWN_KEY.test(name)) {
    return `Your AWS credentials are not valid (${name}).\nFix: Use other credentials (AWS_PROFILE), or log in again.`;
  }
  if (name === "CredentialsProviderError" && profile) {
    return `The profile "${profile}" (AWS_PROFILE) has no AWS credentials (${message}).\nFix: Set AWS_PROFILE to a profile of your AWS configuration, or log in: aws sso login --profile '${profile}'`;
  }
  if (name === "CredentialsProviderError") {
    return `AWS credentials were not found (${message}).\nFix: Choose a profile of your AWS configuration (export AWS_PROFILE=<name>; aws configure list-profiles lists them), or log in (aws sso login).`;
  }
  if (DENIED.test(name))
    return `AWS denied the request: ${message}\nFix: Use credentials that have this permission, or ask an administrator for it.`;
  if (isAboutKey(error as Thrown)) {
    return `A KMS key cannot be used: ${message}\nFix: Make it usable. \`ops doctor\` prints the commands (docs/recover.md).`;
  }
  if (THROTTLED.test(name)) {
    return `AWS throttled the request ${$metadata?.attempts ?? "several"} times: ${message}\nFix: Wait a minute, then run the command again.`;
  }
  if (isUnreachable(error)) {
    const { AWS_ENDPOINT_URL: endpoint } = process.env;
    const fix = endpoint
      ? "Check AWS_ENDPOINT_URL and the network connection"
      : "Check the network connection";
    const where = serverOf(error as Thrown) ?? endpoint;
    return `AWS cannot be reached (${code || message}${where ? `, ${where}` : ""}).\nFix: ${fix}, then run the command again.`;
  }
  return name === "Error" ? message : `${name}: ${message}`;
}

/** The server of a connection that failed, as far as the error names it. */
const serverOf = ({ hostname, address, port }: Thrown) =>
  hostname ?? (address === undefined ? undefined : `${address}${port === undefined ? "" : `:${port}`}`);
