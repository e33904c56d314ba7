/**
 * What Terraform takes as text in a string of its JSON: what is outside `${...}` and `%{...}`, and the quoted strings in
 * these, which are templates again ("Strings and Templates", Terraform language).
 */
export function textsIn(template: string): string[] {
  return hasTemplate(template) ? new Reader(template).template(false) : [template];
}

/** What Terraform evaluates in a string of its JSON: what is inside `${...}` and `%{...}`, without its quoted strings' text. */
export function codeIn(template: string): string {
  if (!hasTemplate(template)) return "";
  const reader = new Reader(template);
  reader.template(false);
  return reader.code;
}

/** Most strings of a stack are text only. */
const hasTemplate = (text: string) => text.includes("${") || text.includes("%{");

/** Text in which no template begins, and no quoted string ends. */
const PLAIN = /[^$%"\\]+/y;

/** Not part of a name or of an operator, so that the texts on its left and right stay apart. */
const GAP = "\n";

/** A cursor over a template. */
class Reader {
  /** What was read outside of texts. */
  public code = "";

  private at = 0;

  constructor(private readonly source: string) {}

  /** Reads to the end, or if quoted to the quote that closes it. */
  public template(quoted: boolean): string[] {
    const inner: string[] = [];
    let text = "";
    while (this.at < this.source.length && !(quoted && this.has('"'))) {
      if (quoted && this.has("\\")) {
        this.take(2);
        text += GAP;
      } else if (this.has("$${") || this.has("%%{")) {
        text += this.take(3).slice(1);
      } else if (this.has("${") || this.has("%{")) {
        this.take(2);
        inner.push(...this.expression());
        text += GAP;
      } else {
        text += this.take(this.plainLength() || 1);
      }
    }
    this.take(1);
    return [text, ...inner];
  }

  /** Reads to the brace that closes it. */
  private expression(): string[] {
    const texts: string[] = [];
    for (let depth = 1; this.at < this.source.length && depth > 0;) {
      const character = this.take(1);
      if (character === "{") depth += 1;
      if (character === "}") depth -= 1;
      if (character === '"') texts.push(...this.template(true));
      this.code += character === '"' || depth === 0 ? GAP : character;
    }
    return texts;
  }

  private plainLength(): number {
    PLAIN.lastIndex = this.at;
    return PLAIN.exec(this.source)?.[0].length ?? 0;
  }

  private has(text: string): boolean {
    return this.source.startsWith(text, this.at);
  }

  private take(count: number): string {
    const taken = this.source.slice(this.at, this.at + count);
    this.at += count;
    return taken;
  }
}
