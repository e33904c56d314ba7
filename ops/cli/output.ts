import type { Facts } from "./outcome";

/** A destination of text: `process.stdout`, `process.stderr`, or a test's buffer. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const CLEAR_LINE = "\r\u001b[K";

/**
 * The output of a command. With `--json`, standard output is exactly one JSON document, and all text for people goes to
 * standard error.
 */
export class Output {
  private readonly text: Sink;
  private live = "";

  constructor(
    private readonly json: boolean,
    private readonly out: Sink = process.stdout,
    private readonly errors: Sink = process.stderr,
  ) {
    this.text = json ? errors : out;
  }

  /** Prints one or several lines. */
  public print(text: string): void {
    this.clear();
    this.text.write(`${text}\n`);
  }

  /** Prints the current state. On a terminal the next line replaces it; elsewhere it is printed when it changes. */
  public progress(line: string): void {
    if (line === this.live) return;
    if (this.text.isTTY) this.text.write(`${CLEAR_LINE}${line}`);
    else this.text.write(`${line}\n`);
    this.live = line;
  }

  /** The width of the terminal that shows the progress; undefined elsewhere. */
  public get width(): number | undefined {
    return this.text.isTTY ? (this.text.columns ?? 80) : undefined;
  }

  /** Prints to standard error, also when standard output is piped elsewhere. */
  public warn(text: string): void {
    this.clear();
    this.errors.write(`${text}\n`);
  }

  /** Prints the result as JSON, if `--json` was given. */
  public finish(document: Facts): void {
    this.clear();
    if (this.json) this.out.write(`${JSON.stringify(document, undefined, 2)}\n`);
  }

  private clear(): void {
    if (this.live && this.text.isTTY) this.text.write(CLEAR_LINE);
    this.live = "";
  }
}
