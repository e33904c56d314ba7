/** Terraform's own text about each resource, by address. Terraform has masked sensitive values in it. */
export type Bodies = ReadonlyMap<string, string>;

/** The start of the line that begins a resource, e.g. `  # aws_vpc.main will be created`. */
const HEADER = "  # ";
const REPLACES = /^(-\/\+|\+\/-) resource /;
const AFTER_ADDRESS = / (?=will |must |has |is |\(deposed )/g;

/**
 * Splits the output of `terraform show` into one text for each resource.
 *
 * A line of a value cannot be mistaken for a header, because values are indented deeper.
 */
export function bodiesOf(text: string, addresses: Iterable<string>): Bodies {
  const known = new Set(addresses);
  const bodies = new Map<string, string[]>();
  let current: string[] | undefined;

  for (const line of text.split("\n")) {
    const address = line.startsWith(HEADER) ? addressIn(line.slice(HEADER.length), known) : undefined;
    if (address !== undefined) bodies.set(address, (current = []));
    // A line without an indent is about the whole plan.
    else if (/^\S/.test(line) && !REPLACES.test(line)) current = undefined;
    current?.push(line);
  }
  return new Map([...bodies].map(([address, lines]) => [address, asDiff(lines)]));
}

function addressIn(header: string, known: ReadonlySet<string>): string | undefined {
  for (const { index } of header.matchAll(AFTER_ADDRESS)) {
    if (known.has(header.slice(0, index))) return header.slice(0, index);
  }
  return undefined;
}

const SIGN = /^( *)(-\/\+|\+\/-|[-+~]|<=) (.*)$/;
const MARGIN_SIGNS: Readonly<Record<string, string>> = { "~": "!", "-/+": "!", "+/-": "!", "<=": " " };
const TEXT_BEGINS = /<<-?EOT$/;

/**
 * Moves Terraform's signs to the first column, as in a diff, with `!` for a change in place. In a heredoc a sign counts only in
 * Terraform's own column; elsewhere it is part of the text.
 */
function asDiff(lines: readonly string[]): string {
  let textColumn: number | undefined;
  const out = lines.map((line) => {
    const [, indent = "", sign = "", rest = ""] = SIGN.exec(line) ?? [];
    const within = textColumn !== undefined;
    if (/^ *EOT\b/.test(line)) textColumn = undefined;
    else if (!within && TEXT_BEGINS.test(line)) textColumn = (/^ */.exec(line)?.[0].length ?? 0) + 4;
    if (sign === "" || (within && textColumn !== undefined && indent.length !== textColumn)) return line;
    return (MARGIN_SIGNS[sign] ?? sign) + indent + (sign.includes("/") ? "  " : "") + rest;
  });
  return out.join("\n").trimEnd();
}
