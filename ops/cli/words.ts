/** Names AWS's services give to the same few troubles. */
const EXPIRED = /^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/;
const UNKNOWN_KEY =
  /^(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|SignatureDoesNotMatch)$/;
const DENIED = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation)$/;
const THROTTLED =
  /^(Throttling|ThrottlingException|ThrottledException|RequestLimitExceeded|TooManyRequestsException)$/;
const UNREACHABLE =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|EPIPE|EAI_AGAIN)$/;

interface Thrown {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly $metadata?: { readonly attempts?: number };
}

/** Whether the credentials are the trouble, and no other call can succeed. */
export const isAboutCredentials = (error: unknown) => {
  const { name = "" } = error as Thrown;
  return EXPIRED.test(name) || UNKNOWN_KEY.test(name) || name === "CredentialsProviderError";
};

export const isDenied = (error: unknown) => DENIED.test((error as Thrown).name ?? "");

/** What an error means and what to do, in words for the operator. */
export function inWords(error: unknown): string {
  const { name = "", code = "", message = String(error), $metadata } = error as Thrown;

  if (EXPIRED.test(name)) {
    return "Your AWS credentials have expired.\nRemedy: log in again (e.g. aws sso login), and run the command again.";
  }
  if (UNKNOWN_KEY.test(name)) {
    return `AWS does not know your credentials (${name}).\nRemedy: choose others (AWS_PROFILE), or log in again.`;
  }
  if (name === "CredentialsProviderError") {
    return `There are no AWS credentials (${message}).\nRemedy: choose a profile (AWS_PROFILE), or log in.`;
  }
  if (DENIED.test(name))
    return `AWS denies it: ${message}\nRemedy: use credentials that may, or ask for the right.`;
  if (THROTTLED.test(name)) {
    return `AWS throttled the call ${$metadata?.attempts ?? "several"} times: ${message}\nRemedy: wait a minute, and run the command again.`;
  }
  if (UNREACHABLE.test(code) || name === "TimeoutError") {
    return `AWS cannot be reached (${code || message}).\nRemedy: look after the network, and run the command again.`;
  }
  return name === "Error" ? message : `${name}: ${message}`;
}
