import { pipeline, Readable, Transform } from "node:stream";
import { createGunzip } from "node:zlib";
import { Failure } from "../../cli/outcome";

const LONGEST_LINE = 4_096;
const GZIP = Buffer.from([0x1f, 0x8b]);

/** MariaDB's programs begin with it, and MySQL's do not understand it. */
const SANDBOX = /^\/\*M?!999999\\?-.*\*\/;?\s*\n?/;

/** A dump: its first line, and all of it as SQL. */
export interface SqlSource {
  readonly firstLine: string;
  readonly sql: Readable;
}

/** Reads the beginning of a dump, compressed or not. The rest is read as fast as it is used. */
export async function sqlSource(raw: Readable): Promise<SqlSource> {
  const [start, whole] = await peeked(raw, (seen) => seen.length >= GZIP.length);
  const plain = start.subarray(0, GZIP.length).equals(GZIP) ? through(whole, createGunzip()) : whole;
  const [beginning, sql] = await peeked(plain, (seen) => seen.includes(0x0a) || seen.length > LONGEST_LINE);
  const [firstLine = ""] = beginning.subarray(0, LONGEST_LINE).toString("utf8").split("\n");
  return { firstLine, sql: through(sql, withoutSandbox()) };
}

/** The first bytes of a stream, and the whole stream. */
async function peeked(
  stream: Readable,
  isEnough: (seen: Buffer) => boolean,
): Promise<readonly [Buffer, Readable]> {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  let seen: Buffer = Buffer.alloc(0);
  while (!isEnough(seen)) {
    const { value, done } = await chunks.next();
    if (done) break;
    seen = Buffer.concat([seen, value]);
  }
  async function* rest() {
    if (seen.length > 0) yield seen;
    for (;;) {
      const { value, done } = await chunks.next();
      if (done) return;
      yield value;
    }
  }
  return [seen, Readable.from(rest(), { objectMode: false })];
}

/** Passes on errors, which `pipe` does not. */
function through(source: Readable, transform: Transform): Readable {
  // An error destroys both streams, so that the reader of the second one sees it.
  pipeline(source, transform, () => undefined);
  return transform;
}

/** Statements that leave the database into which the dump is loaded. In rows no line begins with them: line ends are escaped. */
const ELSEWHERE = /(^|\n)(USE |CREATE DATABASE |DROP DATABASE )/i;
const KEPT_CHARACTERS = 20;

/** @throws Failure in the stream for a dump that would write into another database */
function withoutSandbox(): Transform {
  let end = "\n";
  let isFirst = true;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const text = isFirst ? chunk.subarray(0, LONGEST_LINE).toString("latin1") : "";
      isFirst = false;
      const seen = end + chunk.toString("latin1");
      end = seen.slice(-KEPT_CHARACTERS);
      if (ELSEWHERE.test(seen)) return void done(leaves());
      const cut = lineOf(text);
      done(
        null,
        cut === undefined ? chunk : Buffer.concat([chunk.subarray(0, cut.from), chunk.subarray(cut.to)]),
      );
    },
  });
}

const leaves = () =>
  new Failure(
    "The dump names the database that it is for (USE, CREATE DATABASE), and would replace its tables row by row. Nothing was changed.\n" +
      "Fix: Dump it again without --databases and --all-databases.",
  );

/** Where that line is: first, or after our own. */
function lineOf(text: string): { from: number; to: number } | undefined {
  const second = text.startsWith("-- laravel-ecs") ? text.indexOf("\n") + 1 : 0;
  const [found] = SANDBOX.exec(text.slice(second)) ?? [];
  return found === undefined ? undefined : { from: second, to: second + found.length };
}
