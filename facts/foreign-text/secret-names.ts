import { looksLikeSecretName } from "../secret-marks";

/** Words at the end of the name of a secret, in any spelling: `db.password`, `clientSecret`, `X-Auth-Token`. */
const LAST_WORDS = new Set(
  `PASSWORD PASSWD PWD PASSPHRASE PASSCODE SECRET TOKEN CREDENTIAL CREDENTIALS DSN APIKEY SIGNATURE`.split(
    " ",
  ),
);

/** The same words written together with another one, as in MYSQLPASSWORD. */
const WRITTEN_TOGETHER =
  /(?:PASSWORD|PASSPHRASE|SECRET|TOKEN|(?:API|AUTH|ACCESS|SECRET|PRIVATE|ENCRYPTION)KEY)$/;

/** Whose keys are secret. In lower case "key" alone is the key of a table, of a cache or of an object. */
const KEYS_OF = new Set(
  `API APP ACCESS AUTH SECRET PRIVATE ENCRYPTION SIGNING LICENSE MASTER SHARED SERVICE ACCOUNT CONSUMER SERVER STRIPE
  TWILIO MAILGUN SENDGRID POSTMARK OPENAI PUSHER ALGOLIA`.split(/\s+/),
);

/** Words after the name of a secret that do not change its kind, as in `password_confirmation` or `api_token_2`. */
const ADDITION = /_(?:CONFIRMATION|CONFIRM|OLD|NEW|VALUE|HASH|PLAIN|BASE64|V?\d{1,3})$/;

const SESSION = /(?:^|_)(?:PHP)?SESS(?:ION)?_?ID$|._SESSION$/;

/** A name of an environment variable, which says what it is more reliably than a word in a sentence. */
const IS_VARIABLE = /^[A-Z][A-Z0-9]*_[A-Z0-9_]*$/;

/** The longest name that is looked at. */
const LONGEST_NAME = 100;

/**
 * Whether a value with this name in a log is most likely a secret. Narrower than `looksLikeSecretName`, which judges the settings
 * of an environment: a log also has the keys of caches, and exceptions that are named after tokens.
 */
export function namesSecret(given: string): boolean {
  // In JSON, the serialized name of a private property begins with the escape of a zero byte.
  const name = given.replace(/^(?:-+|u0000)/, "");
  if (name.length > LONGEST_NAME) return false;
  if (IS_VARIABLE.test(name) && looksLikeSecretName(name)) return true;

  const words = name
    .replace(/([a-z0-9])(?=[A-Z])/g, "$1_")
    .replace(/[ .-]/g, "_")
    .toUpperCase()
    .replace(ADDITION, "")
    .split("_");
  const [last = "", before = ""] = words.toReversed();
  if (last === "KEY") return KEYS_OF.has(before);
  if (last === "PASS") return true;
  return LAST_WORDS.has(last) || WRITTEN_TOGETHER.test(last) || SESSION.test(words.join("_"));
}
