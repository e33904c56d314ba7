import { foreignDocument } from "../../facts/foreign-text/foreign-text";
import type { Facts } from "./outcome";
import type { Text } from "./text";
import { shown } from "./text";

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
 *
 * Everything is cleaned here and not where it is read (docs/adr/0029): a log line, a reason of ECS and the message of an error
 * take many ways through the code, but all end here. ESLint refuses every other way to write in `ops/`.
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
  public print(text: Text): void {
    this.clear();
    this.text.write(`${shown(text)}\n`);
  }

  /** Prints the current state. On a terminal the next line replaces it; elsewhere it is printed when it changes. */
  public progress(text: Text): void {
    const line = shown(text).replaceAll("\n", " ");
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
  public warn(text: Text): void {
    this.clear();
    this.errors.write(`${shown(text)}\n`);
  }

  /** Prints the result as JSON, if `--json` was given. */
  public finish(document: Facts): void {
    this.clear();
    if (!this.json) return;
    const json = JSON.stringify(foreignDocument(document), undefined, 2);
    // The same value to a reader of JSON, and no command to GitHub's runner.
    this.out.write(`${json.replaceAll("##[", "##\\u005b")}\n`);
  }

  private clear(): void {
    if (this.live && this.text.isTTY) this.text.write(CLEAR_LINE);
    this.live = "";
  }
}
