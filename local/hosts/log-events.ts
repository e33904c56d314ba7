/** The parts of a date as regular expressions. Source: moby, daemon/logger/awslogs (strftimeToRegex). */
const DATE_PARTS: Readonly<Record<string, string>> = {
  "%a": "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)",
  "%A": "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)",
  "%b": "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
  "%B": "(?:January|February|March|April|May|June|July|August|September|October|November|December)",
  "%d": "(?:0[1-9]|[12][0-9]|3[01])",
  "%f": "\\d+",
  "%H": "(?:[01][0-9]|2[0-3])",
  "%I": "(?:0[0-9]|1[0-2])",
  "%j": "\\d{3}",
  "%L": "\\.\\d{3}",
  "%m": "(?:0[1-9]|1[0-2])",
  "%M": "[0-5][0-9]",
  "%p": "[A-Z]{2}",
  "%S": "[0-5][0-9]",
  "%y": "\\d{2}",
  "%Y": "\\d{4}",
  "%z": "[+-]\\d{4}",
  "%Z": "[A-Z]{1,4}T",
  "%%": "%",
};

/** What begins a new event; undefined if every line does. */
export function beginningOf(options: Readonly<Record<string, string>>): RegExp | undefined {
  const { "awslogs-datetime-format": format, "awslogs-multiline-pattern": pattern } = options;
  if (pattern) return new RegExp(pattern);
  if (!format) return undefined;
  return new RegExp(format.replaceAll(/%./g, (part) => DATE_PARTS[part] ?? part));
}

export interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** Turns the output of one container into events. */
export class LogEvents {
  private readonly unfinished = { stdout: "", stderr: "" };
  private open: { timestamp: number; lines: string[] } | undefined;
  private events: LogEvent[] = [];

  constructor(private readonly beginning: RegExp | undefined) {}

  public add(text: string, stream: "stdout" | "stderr", now: number): void {
    const lines = (this.unfinished[stream] + text).split("\n");
    this.unfinished[stream] = lines.pop() ?? "";
    for (const line of lines) this.line(line, now);
  }

  /** The events so far. One that could go on stays open until it is older than `olderThan`. */
  public take(olderThan = Infinity): LogEvent[] {
    if (this.open && this.open.timestamp <= olderThan) this.close();
    const events = this.events;
    this.events = [];
    return events;
  }

  /** Ends the last line of each stream. */
  public end(now: number): void {
    for (const stream of ["stdout", "stderr"] as const) {
      if (this.unfinished[stream] !== "") this.add("\n", stream, now);
    }
  }

  private line(line: string, timestamp: number): void {
    if (!this.open || !this.beginning || this.beginning.test(line)) {
      this.close();
      this.open = { timestamp, lines: [] };
    }
    this.open.lines.push(line);
  }

  private close(): void {
    if (!this.open) return;
    const message = this.open.lines.join("\n");
    // CloudWatch Logs refuses an empty message, and Docker sends none.
    if (message !== "") this.events.push({ timestamp: this.open.timestamp, message });
    this.open = undefined;
  }
}
