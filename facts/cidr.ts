/** An IPv4 range. */
export interface Range {
  readonly text: string;
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
  /** The same range with its host bits cleared. */
  readonly aligned: string;
}

/** Every IPv4 address. */
export const ANYWHERE = "0.0.0.0/0";

/** Whether a range is every address, of IPv4 or of IPv6. */
export const isAnywhere = (range: unknown) => range === ANYWHERE || range === "::/0";

/** @param text a valid range: the schema, or Terraform, has accepted it */
export function parseRange(text: string): Range {
  const [address = "", prefixText = "32"] = text.split("/");
  const prefix = Number(prefixText);
  const size = 2 ** (32 - prefix);
  const given = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const first = Math.floor(given / size) * size;
  return { text, first, last: first + size - 1, prefix, aligned: `${dotted(first)}/${prefix}` };
}

export function contains(outer: Range, inner: Range): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

export function overlap(one: Range, other: Range): boolean {
  return one.first <= other.last && other.first <= one.last;
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
