import { cut } from "./cut";
import { withoutInvisible } from "./invisible";
import { KNOWN_SECRETS, SECRETS_IN_ADDRESSES } from "./known-secrets";
import { withoutNamedSecrets } from "./named-secrets";

/** What is shown instead of a secret. */
const HIDDEN = "[hidden]";

/** A slash as `json_encode` of PHP writes it, also in a text that is encoded again: it is in the middle of addresses and keys. */
const ESCAPED_SLASH = /\\{1,4}\//g;

/** The longest event of CloudWatch Logs, 256 KiB ("CloudWatch Logs quotas"), and the longest line that a terminal should get. */
const LONGEST_TEXT = 262_144;
const LONGEST_LINE = 16_384;

/**
 * The text with the secrets masked that can be recognized. docs/notifications.md lists what cannot be.
 *
 * Every outlet of text uses it, because an application logs what its users send, and its configuration.
 */
export function withoutSecrets(text: string): string {
  const plain = text.replace(ESCAPED_SLASH, "/");
  const inAddresses = SECRETS_IN_ADDRESSES.reduce((shown, each) => shown.replace(each, `$1${HIDDEN}`), plain);
  const known = KNOWN_SECRETS.reduce((shown, each) => shown.replace(each, HIDDEN), inAddresses);
  const masked = withoutNamedSecrets(known, HIDDEN);
  return masked === plain ? text : masked;
}

/**
 * Text that containers, AWS or people wrote, made safe to show: cut, without control characters, and without secrets. The
 * length is cut first, so that the rest works on a bounded text.
 *
 * @param most the number of UTF-16 code units that are kept of all lines
 */
export function foreignText(text: string, most = LONGEST_TEXT): string {
  const bounded = cut(text, most);
  const lines =
    bounded.length <= LONGEST_LINE
      ? bounded
      : bounded
          .split("\n")
          .map((line) => cut(line, LONGEST_LINE))
          .join("\n");
  return withoutSecrets(withoutInvisible(lines));
}

/** A document for programs, with every text in it made safe to show. The keys are ours. */
export function foreignDocument(value: unknown): unknown {
  if (typeof value === "string") return foreignText(value);
  if (Array.isArray(value)) return value.map(foreignDocument);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, foreignDocument(each)]));
}
