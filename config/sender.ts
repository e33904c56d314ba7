/** The sender of the mail. */
export interface Sender {
  /** E.g. `no-reply@example.com`. */
  readonly address: string;

  /** E.g. `Shop`; undefined if only the address is given. */
  readonly name?: string;

  /** E.g. `example.com`. */
  readonly domain: string;
}

/** Reads `no-reply@example.com` or `Shop <no-reply@example.com>`. */
export function senderOf(text: string): Sender {
  const start = text.indexOf("<");
  const address = start < 0 ? text : text.slice(start + 1, -1);
  const domain = address.slice(address.indexOf("@") + 1);
  return { address, domain, ...(start < 0 ? {} : { name: text.slice(0, start).trim() }) };
}
