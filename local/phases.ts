import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { dirname } from "node:path";

const WIDTH = 64;

/** Shows one line per phase of a long run, with its time. Everything else goes to a log file. */
export class Phases {
  private readonly file: WriteStream;
  private tail = "";

  constructor(private readonly log: string) {
    mkdirSync(dirname(log), { recursive: true });
    this.file = createWriteStream(log);
  }

  /** Writes to the log. */
  public readonly write = (text: string): void => {
    this.file.write(text);
    this.tail = (this.tail + text).slice(-8_000);
  };

  /** Prints a line outside the phases. */
  public say(line: string): void {
    this.write(`${line}\n`);
    print(`${line}\n`);
  }

  /** Runs one phase. */
  public async run<T>(title: string, body: () => T | Promise<T>): Promise<T> {
    this.write(`\n==> ${title}\n`);
    print(`${title} `);
    const { result, time } = await timed(body).catch((error: unknown) => {
      print("failed\n");
      throw error;
    });
    print(`${".".repeat(Math.max(3, WIDTH - title.length - time.length))} ${time}\n`);
    return result;
  }

  /** The end of the log, for a failure; empty before the first phase. */
  public end(): string {
    if (this.tail === "") return "";
    return `\n${this.tail.trimEnd().split("\n").slice(-40).join("\n")}\n\nThe whole log is ${this.log}.\n\n`;
  }
}

const print = (text: string) => process.stdout.write(text);

async function timed<T>(body: () => T | Promise<T>): Promise<{ result: T; time: string }> {
  const began = Date.now();
  const result = await body();
  const seconds = Math.round((Date.now() - began) / 1_000);
  const time = seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return { result, time };
}
