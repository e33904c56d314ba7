const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Words that mark the name of a secret, as a part between underscores. */
const SECRET_WORDS = words(
  `PASSWORD PASSWORDS PASSWD PASS PWD PASSPHRASE SECRET SECRETS TOKEN TOKENS KEY KEYS APIKEY CREDENTIAL CREDENTIALS PRIVATE
  DSN WEBHOOK SALT SIGNATURE`,
);

/** The same words written together with another one, as in MYSQLPASSWORD. Not KEY or PASS: see MONKEY and COMPASS. */
const SECRET_ENDING =
  /(?:PASSWORD|PASSPHRASE|SECRET|TOKEN|(?:API|AUTH|ACCESS|SECRET|PRIVATE|ENCRYPTION)KEY)S?$/;

/**
 * Words at the end of a name for a setting *about* a secret, as in AUTH_PASSWORD_TIMEOUT or SANCTUM_TOKEN_PREFIX of Laravel's
 * own configuration.
 */
const ABOUT_A_SECRET = words(
  // How long it is valid, and in which unit.
  `TIMEOUT TTL LIFETIME EXPIRATION EXPIRY EXPIRE EXPIRES EXP DURATION AGE LEEWAY GRACE TOLERANCE INTERVAL THROTTLE DECAY
  MILLISECONDS SECONDS SECS MINUTES MINS HOURS DAYS WEEKS MONTHS YEARS ` +
    // How many, and how large.
    `LENGTH SIZE BITS BYTES COUNT LIMIT MAX MIN MAXIMUM MINIMUM ROUNDS ITERATIONS ATTEMPTS RETRIES ` +
    // What it is called, and where it is kept.
    `PREFIX SUFFIX HEADER NAME ALIAS ARN TABLE COLUMN CONNECTION STORE BUCKET DISK FILE FILENAME DIR DIRECTORY FOLDER ` +
    // How it is made and used.
    `BROKER DRIVER GUARD PROVIDER ALGO ALGORITHM CIPHER FORMAT TYPE VERSION ISSUER AUDIENCE SCOPE SCOPES POLICY ROTATION ` +
    // Whether there is one.
    `ENABLED DISABLED REQUIRED OPTIONAL ALLOWED CONFIRMATION`,
);

/** Words at the end for an address or a path, which is public unless it is the secret itself. */
const ADDRESSES = words("URL URI ENDPOINT HOST PORT DOMAIN LINK ROUTE PATH");
const SECRET_ADDRESS = words("WEBHOOK DSN SECRET SECRETS SIGNATURE");

/** Ids that requests contain in plain text. The id of an access key is not among them. */
const PUBLIC_ID = /(?:^|_)(?:CLIENT|(?<!ACCESS_)KEY)_ID$/;

/** A validity or a number, as in TOKEN_EXPIRES_IN and OPENAI_MAX_OUTPUT_TOKENS. */
const AMOUNT =
  /_EXPIRES?_(?:IN|AFTER)$|(?:^|_)(?:MAX|MIN|MAXIMUM|MINIMUM)(?:_[A-Z]+)*_(?:TOKENS|KEYS|PASSWORDS)$/;

/** Public keys, and keys of a table, as in DB_FOREIGN_KEYS. The rest of the name still counts. */
const PUBLIC_KEY =
  /(?<=^|_)(?:(?:PUBLIC|PUBLISHABLE)_(?:KEY|TOKEN)S?|SITE_KEYS?|(?:FOREIGN|PRIMARY)_KEYS?)(?=_|$)/g;

/** Vite puts these settings into the browser. */
const IN_THE_BROWSER = "VITE_";

export function looksLikeSecretName(name: string): boolean {
  const secretName = name.toUpperCase().replaceAll(PUBLIC_KEY, "");
  const parts = secretName.split("_");
  const isMarked = parts.some((part) => SECRET_WORDS.has(part) || SECRET_ENDING.test(part));
  if (!isMarked || secretName.startsWith(IN_THE_BROWSER)) return false;

  const [last = "", before = ""] = parts.toReversed();
  if (ADDRESSES.has(last)) return before === "PRIVATE" || parts.some((part) => SECRET_ADDRESS.has(part));
  return !ABOUT_A_SECRET.has(last) && !PUBLIC_ID.test(secretName) && !AMOUNT.test(secretName);
}

export const SLACK_WEBHOOK = "a Slack webhook";

const SECRET_VALUES: readonly (readonly [kind: string, pattern: RegExp])[] = [
  [SLACK_WEBHOOK, /hooks\.slack\.com\//i],
  ["a Slack token", /\bxox[abeoprs]-/],
  ["an AWS access key", /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ["an application key of Laravel", /^base64:[A-Za-z0-9+/]{43}=$/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY/],
  ["a GitHub token", /\b(?:gh[oprsu]_[A-Za-z0-9]{20}|github_pat_)/],
  ["a Stripe key", /\b(?:sk|rk)_(?:live|test)_/],
  ["a JSON web token", /\beyJ[\w-]+\.eyJ[\w-]+\./],
  ["an address with a password in it", /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i],
];

/** The kind of secret that a value looks like, or undefined. */
export function secretKindOf(value: string): string | undefined {
  return SECRET_VALUES.find(([, pattern]) => pattern.test(value))?.[0];
}
