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
  /** Whether it is of a program that marks its end, so that one which ends early is found. */
  readonly hasEnd: boolean;
  readonly sql: Readable;
}

/** Reads the beginning of a dump, compressed or not. The rest is read as fast as it is used. */
export async function sqlSource(raw: Readable): Promise<SqlSource> {
  const [start, whole] = await peeked(raw, (seen) => seen.length >= GZIP.length);
  const plain = start.subarray(0, GZIP.length).equals(GZIP) ? through(whole, createGunzip()) : whole;
  const [beginning, sql] = await peeked(plain, (seen) => seen.length > LONGEST_LINE);
  const text = beginning.subarray(0, LONGEST_LINE).toString("utf8");
  const [firstLine = ""] = text.split("\n");
  const hasEnd = BEGINNING.test(text);
  return { firstLine, hasEnd, sql: through(sql, complete(hasEnd)) };
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

/** The first and the last words of the dumps of mysqldump and mariadb-dump, unless they were made without comments. */
const BEGINNING = /^-- (MySQL|MariaDB) dump /m;
const END = "-- Dump completed";
/** The end has a time. */
const END_CHARACTERS = 200;

/** @throws Failure in the stream for a dump that ends early */
function complete(hasEnd: boolean): Transform {
  let isFirst = true;
  let end = "";
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      end = (end + chunk.subarray(-END_CHARACTERS).toString("latin1")).slice(-END_CHARACTERS);
      if (!isFirst) return void done(null, chunk);
      isFirst = false;
      const text = chunk.subarray(0, LONGEST_LINE).toString("latin1");
      const { from, to } = sandboxIn(text);
      done(null, Buffer.concat([chunk.subarray(0, from), chunk.subarray(to)]));
    },
    flush(done) {
      done(hasEnd && !end.includes(END) ? new Failure(EARLY) : null);
    },
  });
}

const EARLY =
  "The dump ends early: its last line is not that of mysqldump. Nothing was changed.\n" +
  "Fix: Copy or dump it again. The disk may have been full, or the connection was lost.";

/** Where that line is: first, or after our own. */
function sandboxIn(text: string): { from: number; to: number } {
  const from = text.startsWith("-- laravel-ecs") ? text.indexOf("\n") + 1 : 0;
  const [found = ""] = SANDBOX.exec(text.slice(from)) ?? [];
  return { from, to: from + found.length };
}
