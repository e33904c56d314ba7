import { namesSecret } from "./secret-names";

/** What is in front of a secret, and the secret itself. */
interface Place {
  /** Matches up to the first character of the secret. Its first group, if any, is a name. */
  readonly before: RegExp;

  /** Sticky. */
  readonly secret: RegExp;

  /** @default every match */
  readonly isOne?: (value: string) => boolean;
}

/** In quotes, to the end of the line if they are not closed; in the quotes of JSON inside JSON; a list of strings; a word. */
const VALUE =
  /\\{1,4}"[^"\\\n]*(?:\\+[^"\\\n]+)*(?:\\{1,4}")?|"[^"\\\n]*(?:\\.[^"\\\n]*)*"?|'[^'\\\n]*(?:\\.[^'\\\n]*)*'?|\[(?:\s?\\{0,4}["'][^"'\s]+["'],?)+\]?|[^\s,;&"'<>{}[\]\\][^\s,;&"'<>{}\]\\]*/y;

const WORD = /[^\s"',;\\]+/y;

const PLACES: readonly Place[] = [
  // name=value, secret key: value, 'name' => 'value', ["name"]=> string(5) "value", "name":"value", s:4:"name";s:5:"value", <name>value.
  {
    before:
      /(?<![\w.-]|\d:)([\w.-]+(?: (?:[Kk]ey|KEY))?)(?:\\{0,4}["']?\]?\s{0,5}(?:=>(?:\\n)?\s{0,10}(?:string\(\d{1,7}\) )?|(?::=|[:=])[ \t]{0,10})|\\{0,4}";s:\d{1,7}:|>)/g,
    secret: VALUE,
  },
  // name ..... value, as artisan prints settings; of a migration it prints the time instead.
  {
    before: /(?<![\w./-])([\w.-]+) \.{2,250} /g,
    secret: /\S+/y,
    isOne: (value) => !/^[\d.,]+m?s$/.test(value),
  },
  // --name value
  { before: /(?<![\w-])(--[\w-]+)[ \t]{1,5}(?=[^\s-])/g, secret: VALUE },

  // Headers. Of a known scheme, only what follows it.
  {
    before:
      /(?<![A-Za-z])authorization\\{0,4}["']?\]?\s{0,3}(?:=>|[:=])\s{0,3}(?:\[?\\{0,4}["'])?(?:(?:basic|bearer|digest|negotiate|token|apikey|aws4-hmac-sha256)[ \t]{1,5})?/gi,
    secret: WORD,
  },
  {
    before: /(?<![A-Za-z])bearer[ \t]{1,5}/gi,
    secret: /[\w.~+/-]+=*/y,
    // Not "Bearer token" or "bearer authentication".
    isOne: (value) => /\d/.test(value) || value.length > 20,
  },
  {
    before: /(?<![A-Za-z])(?:set-)?cookie\\{0,4}["']?\]?\s{0,3}(?:=>|[:=])\s{0,3}(?:\[?\\{0,4}["'])?/gi,
    secret: /[^"'\n\\]+/y,
  },

  // SQL: CREATE USER, ALTER USER, and PASSWORD('...').
  {
    before:
      /(?<!\w)identified\s{1,5}(?:with\s{1,5}[\w'"]{1,40}\s{1,5})?(?:by|as)\s{1,5}(?:password\s{1,5})?/gi,
    secret: VALUE,
  },
  { before: /(?<!\w)password\s?\((?=['"])/gi, secret: VALUE },
];

/** Values that are none, or that were masked by their program, as by Terraform. */
const NO_SECRET =
  /^[\\"']*(?:(?:null|none|nil|true|false|yes|no|undefined|empty|array|object)(?![\w-])|arn:|[[(](?:hidden|sensitive|known|redacted|filtered|write-only)|\*{3}|\$\{|$)/i;

/** The text with the values hidden whose names say that they are secrets. */
export const withoutNamedSecrets = (text: string, hidden: string): string =>
  PLACES.reduce((shown, place) => without(place, shown, hidden), text);

function without({ before, secret, isOne }: Place, text: string, hidden: string): string {
  let shown = "";
  let end = 0;
  for (const found of text.matchAll(before)) {
    const [whole, name] = found;
    if (found.index < end || (name !== undefined && !namesSecret(name))) continue;

    const start = found.index + whole.length;
    secret.lastIndex = start;
    const value = secret.exec(text)?.[0] ?? "";
    if (value === "" || NO_SECRET.test(value) || isOne?.(value) === false) continue;
    shown += text.slice(end, start) + hidden;
    end = start + value.length;
  }
  return shown + text.slice(end);
}
