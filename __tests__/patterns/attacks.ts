/**
 * Texts on which a regular expression may need more than linear time: something that it matches in part, then a piece of that
 * repeated, then a character that makes the match fail. It knows less than a prover: it tries pieces of what the expression
 * matches, and does not search for ambiguities.
 */

/** A text that is repeated between two others. */
export interface Attack {
  readonly before: string;
  readonly pump: string;
  readonly after: string;
}

export const textOf = ({ before, pump, after }: Attack, length: number) =>
  before + pump.repeat(Math.max(1, Math.floor(length / pump.length))) + after;

const LONGEST_PUMP = 6;
const MOST_SAMPLES = 12;
const LONGEST_SAMPLE = 40;

/** Pieces that are dangerous to many expressions. */
const COMMON = [
  "a",
  "0",
  " ",
  "\n",
  "-",
  "_",
  ".",
  "/",
  ":",
  "=",
  '"',
  "'",
  "\\",
  "(",
  "[",
  "{",
  "::",
  "a:",
  "a=",
  "eyJ-",
  "A1",
];

/** Characters that nothing in a source pattern matches by name, and ends of what a pattern repeats. */
const ENDS = ["", "\u0001", "\n!"];

export function attacksOn(source: string, flags: string): Attack[] {
  const attacks = new Map<string, Attack>();
  const add = (before: string, pump: string) => {
    for (const after of ENDS) attacks.set(JSON.stringify([before, pump, after]), { before, pump, after });
  };
  for (const pump of COMMON) add("", pump);
  for (const sample of new Sampler(source, flags).samples()) {
    const text = sample.slice(0, LONGEST_SAMPLE);
    for (let start = 0; start < text.length; start += 1) {
      for (let end = start + 1; end <= Math.min(text.length, start + LONGEST_PUMP); end += 1) {
        add(text.slice(0, start), text.slice(start, end));
        if (start > 0) add("", text.slice(start, end));
      }
    }
    if (text.length > 0) add("", text);
  }
  return [...attacks.values()];
}

const CANDIDATES = [
  ..."aZ0 _-.:/=\"'\\\n\t,;@()[]{}<>|*+?!#$%&~^`éx",
  "\u001b",
  "\u0000",
  "\u202e",
  "\u2028",
];

/** Makes texts that an expression matches, without regard to its assertions. */
class Sampler {
  private at = 0;

  constructor(
    private readonly source: string,
    private readonly flags: string,
  ) {}

  /** Every alternative is in at least one sample, as far as there are not too many. */
  public samples(): string[] {
    return this.alternatives().slice(0, 4 * MOST_SAMPLES);
  }

  private alternatives(): string[] {
    const found = [...this.sequence()];
    while (this.source[this.at] === "|") {
      this.at += 1;
      found.push(...this.sequence());
    }
    return [...new Set(found)];
  }

  private sequence(): string[] {
    let made = [""];
    while (this.at < this.source.length && !"|)".includes(this.source[this.at]!)) {
      const choices = this.quantified(this.atom());
      // Each choice once, and not all combinations of them.
      made = Array.from(
        { length: Math.min(MOST_SAMPLES, Math.max(made.length, choices.length)) },
        (_, index) => made[index % made.length]! + choices[index % choices.length]!,
      );
    }
    return made;
  }

  /** The characters that an atom matches, or the samples of a group. */
  private atom(): string[] {
    const character = this.source[this.at]!;
    if (character === "(") return this.group();
    if (character === "^" || character === "$") {
      this.at += 1;
      return [""];
    }
    const atom = character === "[" ? this.class() : character === "\\" ? this.escape() : character;
    if (character !== "[") this.at += atom.length;
    if (/^\\[bB]$/.test(atom)) return [""];
    if (/^\\(?:\d|k)/.test(atom)) return [""];
    const pattern = new RegExp(`^${atom}$`, this.flags.replace(/[gy]/g, "") + (atom === "." ? "" : ""));
    const literal = atom.length === 1 && atom !== "." ? [atom] : [];
    const matched = [...literal, ...CANDIDATES.filter((each) => pattern.test(each))];
    return matched.length > 0 ? [...new Set(matched)].slice(0, 4) : [eval(`"${atom}"`) as string];
  }

  private group(): string[] {
    this.at += 1;
    const kind = /^\?(?:[:=!]|<[=!]|<\w+>)/.exec(this.source.slice(this.at))?.[0] ?? "";
    this.at += kind.length;
    const found = this.alternatives();
    this.at += 1;
    // What must not be there is not put there.
    return kind.includes("!") || kind === "?<=" ? [""] : found;
  }

  private class(): string {
    const start = this.at;
    this.at += 1;
    while (this.source[this.at] !== "]") this.at += this.source[this.at] === "\\" ? 2 : 1;
    this.at += 1;
    return this.source.slice(start, this.at);
  }

  private escape(): string {
    return /^\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Z]|k<[^>]*>|.)/s.exec(
      this.source.slice(this.at),
    )![0];
  }

  private quantified(choices: string[]): string[] {
    const quantifier = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(this.source.slice(this.at));
    if (!quantifier) return choices;
    this.at += quantifier[0].length;
    const times = Math.min(Math.max(Number(quantifier[1] ?? 1), 1), 20);
    return [...choices.map((each) => each.repeat(times)), ...(quantifier[0].startsWith("?") ? [""] : [])];
  }
}
