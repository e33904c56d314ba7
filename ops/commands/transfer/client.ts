import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { text } from "node:stream/consumers";
import { start } from "./child";
import type { Programs } from "./programs";
import { connected } from "./programs";
import type { Server } from "./server";

/** The database of a server, through the programs of MySQL. Statements go through their input, and data is never in memory. */
export class Client {
  constructor(
    public readonly server: Server,
    private readonly programs: Programs,
    private readonly signal: AbortSignal,
  ) {}

  /** The same for another user of the server. */
  public as(user: Pick<Server, "username" | "password">): Client {
    return new Client({ ...this.server, ...user }, this.programs, this.signal);
  }

  /** The same for what must be done although Ctrl-C was pressed. */
  public get uninterrupted(): Client {
    return new Client(this.server, this.programs, new AbortController().signal);
  }

  /** The rows of some statements. */
  public async query(statements: string): Promise<string[][]> {
    return connected(this.server, this.programs, async (args) => {
      const { program, ended } = start(
        this.programs.client,
        [...args, "--batch", "--skip-column-names"],
        ["pipe", "pipe"],
        this.signal,
      );
      // A program that has ended closes its input; its end has the reason.
      program.stdin?.on("error", () => undefined).end(statements);
      const [rows] = await Promise.all([text(program.stdout!), ended]);
      return rows
        .split("\n")
        .filter((row) => row !== "")
        .map((row) => row.split("\t").map(unescaped));
    });
  }

  /**
   * Runs SQL in a database of the server. What reaches this machine is refused: commands of the program itself, which could start
   * others (`\!`, `--binary-mode`), and the files here, which MariaDB's program reads for `LOAD DATA LOCAL` by default.
   */
  public async load(sql: Readable, databaseName: string): Promise<void> {
    await connected(this.server, this.programs, async (args) => {
      const { program, ended } = start(
        this.programs.client,
        [...args, "--binary-mode", "--local-infile=0", "--", databaseName],
        ["pipe", "ignore"],
        this.signal,
      );
      const written = pipeline(sql, program.stdin!);
      const [, read] = await Promise.allSettled([ended, written]);
      // If the program has failed, it says why, and the pipe only that it broke.
      await ended;
      if (read.status === "rejected") throw read.reason;
    });
  }

  /** Writes tables as SQL, as they all are at one moment. @param tables none means all */
  public async dump(tables: readonly string[], sink: Writable): Promise<void> {
    const { databaseName } = this.server;
    await connected(this.server, this.programs, async (args) => {
      const { program, ended } = start(
        this.programs.dump,
        [
          ...args,
          ...["--single-transaction", "--quick", "--hex-blob", ...this.programs.dumpOptions],
          // After this, a name that begins with a dash is not an option.
          ...["--", databaseName, ...tables],
        ],
        ["ignore", "pipe"],
        this.signal,
      );
      const [, written] = await Promise.allSettled([ended, pipeline(program.stdout!, sink, { end: false })]);
      await ended;
      if (written.status === "rejected") throw written.reason;
    });
  }
}

/** What `--batch` escapes in a value ("mysql Client Options", MySQL Reference Manual). */
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", "0": "\0" };
const unescaped = (value: string) =>
  value.replace(/\\(.)/g, (_, character: string) => ESCAPES[character] ?? character);

/** A name as SQL quotes it. */
export const quoted = (name: string) => `\`${name.replaceAll("`", "``")}\``;

/** A text as SQL quotes it. */
export const literal = (text: string) => `'${text.replace(/[\\']/g, (character) => `\\${character}`)}'`;
