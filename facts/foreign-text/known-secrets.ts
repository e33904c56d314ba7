/** Secrets inside something that stays readable: the part that is matched is replaced, and the first group is kept. */
export const SECRETS_IN_ADDRESSES: readonly RegExp[] = [
  // The userinfo of a URL. Its password may contain "@", but not "/".
  /(:\/\/[^\s/:@"'<>]*:)[^\s/"'<>]+(?=@)/g,
  // A data source name such as user:password@tcp(host).
  /((?<![^\s"'])[\w.-]+:)[^\s/"'()]+(?=@(?:tcp|unix)\()/g,
  // A user that is a key itself, as in a DSN of Sentry, or a token before a host.
  /(:\/\/)(?:[0-9a-f]{32}|[\w-]{36,})(?=@)/g,
  // The token in the address of Laravel's mail that resets a password ("Resetting Passwords", Laravel documentation).
  /(\/(?:reset-password|password\/reset)\/)\w{20,}/g,
];

/**
 * Secrets that are recognized by their form, wherever they are. Sources: the documentation of the vendors, and "Supported secret
 * scanning patterns" (GitHub Docs).
 *
 * Every pattern is linear: it starts at a literal or at the beginning of a word, and no text matches a part of it in two ways
 * (`__tests__/patterns`).
 */
export const KNOWN_SECRETS: readonly RegExp[] = [
  // To the end of the text if the end of the block is missing.
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY[^]*?(?:-----END [A-Z ]{0,40}KEY(?: BLOCK)?-----|$)/g,

  // Webhooks, whose address is the secret.
  /hooks\.slack(?:-gov)?\.com\/[^\s"'<>]+/gi,
  /discord(?:app)?\.com\/api\/webhooks\/[^\s"'<>]+/gi,

  // AWS: ids of keys, and session tokens. A secret access key has no form of its own.
  /(?<![A-Za-z0-9])A(?:KIA|SIA|BIA|CCA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
  /(?<![A-Za-z0-9])(?:FwoGZXIv|IQoJb3Jp)[\w+/=]{16,}/g,

  // GitHub, GitLab, PyPI, npm.
  /(?<![A-Za-z0-9])(?:gh[oprsu]_|github_pat_|glpat-|pypi-AgE)[\w-]{16,}/g,
  /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}/g,
  // Slack.
  /(?<![A-Za-z0-9])xox[a-z]-[\w-]{8,}/g,
  /(?<![A-Za-z0-9])xapp-[\w-]{16,}/g,
  // Stripe.
  /(?<![A-Za-z0-9])(?:[sr]k_(?:live|test)_|whsec_)\w{8,}/g,
  // SendGrid, Twilio, Mailgun, Mailchimp.
  /(?<![A-Za-z0-9])SG\.[\w-]{16,}\.[\w-]{16,}/g,
  /(?<![A-Za-z0-9])SK[0-9a-f]{32}(?![0-9a-f])/g,
  /(?<![A-Za-z0-9])key-[0-9a-f]{32}(?![0-9a-f])/g,
  /(?<![A-Za-z0-9])[0-9a-f]{32}-us\d{1,2}(?!\w)/g,
  // Google: API keys, access tokens, OAuth client secrets.
  /(?<![A-Za-z0-9])AIza[\w-]{30,}/g,
  /(?<![A-Za-z0-9])(?:ya29\.|GOCSPX-)[\w-]{16,}/g,
  // OpenAI and Anthropic.
  /(?<![\w-])sk-[\w-]{20,}/g,
  // Telegram's bots, DigitalOcean, Shopify, HashiCorp Vault.
  /(?<![A-Za-z0-9])\d{8,10}:AA[\w-]{32,}/g,
  /(?<![A-Za-z0-9])(?:do[opr]_v1_|shp(?:at|ca|pa|ss)_)[0-9a-f]{32,}/g,
  /(?<![A-Za-z0-9])hvs\.[\w-]{20,}/g,

  // JSON web tokens, and the encrypted cookies and payloads of Laravel: base64 that begins with `{"`.
  /(?<![A-Za-z0-9])eyJ[\w+/=%.-]{12,}/g,
  // Laravel: keys of applications, and tokens of Sanctum.
  /base64:[A-Za-z0-9+/]{20,}=*/gi,
  /(?<![A-Za-z0-9])\d{1,10}\|[A-Za-z0-9]{40,}/g,
  // Hashes of passwords: bcrypt and Argon2.
  /\$2[abxy]\$\d\d\$[A-Za-z0-9./]{20,}/g,
  /\$argon2\w{1,2}\$[\w$,=+/.-]+/g,
];
