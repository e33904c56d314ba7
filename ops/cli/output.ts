import type { Facts } from "./outcome";

/** Where text goes: `process.stdout`, `process.stderr`, or what a test reads. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

const CLEAR_LINE = "\r\u001b[K";

/**
 * What a command says. With `--json` standard output is one JSON document and nothing else, and everything meant for a
 * person goes to standard error.
 */
export class Output {
  private readonly people: Sink;
  private live = "";

  constructor(
    private readonly json: boolean,
    private readonly out: Sink = process.stdout,
    private readonly errors: Sink = process.stderr,
  ) {
    this.people = json ? errors : out;
  }

  /** One or several lines that stay. */
  public say(text: string): void {
    this.clear();
    this.people.write(`${text}\n`);
  }

  /** A line that stands for now: on a terminal the next one replaces it, elsewhere it is said when it changes. */
  public progress(line: string): void {
    if (line === this.live) return;
    if (this.people.isTTY) this.people.write(`${CLEAR_LINE}${line}`);
    else this.people.write(`${line}\n`);
    this.live = line;
  }

  /** Something to be noticed, whatever is done with the result. */
  public warn(text: string): void {
    this.clear();
    this.errors.write(`${text}\n`);
  }

  /** The end of the command, for whoever reads it by program. */
  public finish(document: Facts): void {
    this.clear();
    if (this.json) this.out.write(`${JSON.stringify(document, undefined, 2)}\n`);
  }

  private clear(): void {
    if (this.live && this.people.isTTY) this.people.write(CLEAR_LINE);
    this.live = "";
  }
}
