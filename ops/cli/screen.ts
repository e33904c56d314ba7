import { WriteStream } from "node:tty";
import { laidOut } from "./layout";
import type { Text } from "./text";
import { shown } from "./text";

/** A destination of text: `process.stdout`, `process.stderr`, or a test's buffer. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The width of a terminal that does not tell its own. */
const USUAL_COLUMNS = 80;

const CLEAR_LINE = "\r\u001b[K";

/** Without the second sequence a line that is longer than the terminal would go on in the next one, and could not be cleared. */
const [CUT, WRAP] = ["\u001b[?7l", "\u001b[?7h"];

/**
 * One destination, and what it can show.
 *
 * Colours follow Node.js: on a terminal, unless it is dumb or NO_COLOR is set; elsewhere only with FORCE_COLOR. Lines are laid
 * out, and a line changes, only on a terminal that is not that of a CI job.
 */
export class Screen {
  public readonly isLive: boolean;
  private readonly colours: boolean;

  constructor(
    private readonly sink: Sink,
    private readonly json: boolean,
    env: NodeJS.ProcessEnv,
  ) {
    const isTerminal = sink.isTTY === true;
    this.isLive = isTerminal && env.TERM !== "dumb" && !env.CI;
    this.colours =
      !json && (isTerminal || env.FORCE_COLOR !== undefined) && WriteStream.prototype.getColorDepth(env) > 1;
  }

  /** Writes lines, which are laid out for people. */
  public lines(text: Text): void {
    const lines = shown(text, this.colours);
    const columns = this.sink.columns ?? USUAL_COLUMNS;
    this.sink.write(`${this.isLive && !this.json ? laidOut(lines, columns) : lines}\n`);
  }

  /** Writes lines as they are. */
  public verbatim(text: Text): void {
    this.sink.write(`${shown(text, this.colours)}\n`);
  }

  /** Replaces the line that changes. */
  public replace(text: Text): void {
    this.sink.write(`${CLEAR_LINE}${CUT}${shown(text, this.colours)}${WRAP}`);
  }

  public clear(): void {
    this.sink.write(CLEAR_LINE);
  }
}
