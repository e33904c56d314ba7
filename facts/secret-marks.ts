/** Words that mark the name of a secret, as the parts between its underscores. */
const SECRET_WORDS = new Set(
  "PASSWORD PASSWORDS PASSWD PASS PWD PASSPHRASE SECRET SECRETS TOKEN TOKENS KEY KEYS APIKEY CREDENTIAL CREDENTIALS PRIVATE DSN WEBHOOK SALT SIGNATURE".split(
    " ",
  ),
);

/**
 * Words at the end of a name that speak *about* a secret, as in AUTH_PASSWORD_TIMEOUT or SANCTUM_TOKEN_PREFIX of
 * Laravel's own configuration.
 */
const ABOUT_A_SECRET = new Set(
  "TIMEOUT TTL LIFETIME EXPIRATION EXPIRES LENGTH TABLE PREFIX HEADER BROKER DRIVER ALGO ALGORITHM ROUNDS ENABLED NAME".split(
    " ",
  ),
);

/** Names that say that the world may know: a public key, or what Vite puts into the browser. */
const PUBLIC = /(^|_)PUBLIC(_|$)|^VITE_/;

export function looksLikeSecretName(name: string): boolean {
  const words = name.toUpperCase().split("_");
  return (
    words.some((word) => SECRET_WORDS.has(word)) &&
    !ABOUT_A_SECRET.has(words.at(-1) ?? "") &&
    !PUBLIC.test(name)
  );
}

const SECRET_VALUES: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ["a Slack webhook", /hooks\.slack\.com\//i],
  ["a Slack token", /\bxox[abeoprs]-/],
  ["an AWS access key", /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ["an application key of Laravel", /^base64:[A-Za-z0-9+/]{43}=$/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY/],
  ["a GitHub token", /\b(?:gh[oprsu]_[A-Za-z0-9]{20}|github_pat_)/],
  ["a Stripe key", /\b(?:sk|rk)_(?:live|test)_/],
  ["a JSON web token", /\beyJ[\w-]+\.eyJ[\w-]+\./],
  ["an address with a password in it", /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i],
];

/** What kind of secret a value looks like, or nothing. */
export function secretKindOf(value: string): string | undefined {
  return SECRET_VALUES.find(([, pattern]) => pattern.test(value))?.[0];
}
