import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statfsSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import type { Writable } from "node:stream";
import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { HeadObjectCommand, NotFound, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { awsLine } from "../../../facts/shell-words";
import type { Operation } from "../../cli/operation";
import { Refusal } from "../../cli/refusal";
import { start } from "./child";

/** Text is compressed to less than this share by gzip. */
const COMPRESSED_SHARE = 1 / 2;
const S3 = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(.+)$/;

interface Where {
  readonly region: string;
  readonly signal: AbortSignal;
}

/** Where a dump is written. A file appears under its name only when it is complete. */
export interface Sink {
  readonly stream: Writable;
  /** Makes it complete. @throws Failure when it could not be written */
  readonly complete: () => Promise<void>;
  /** Removes what was written. */
  readonly discard: () => void;
}

/**
 * @param bytes of the data, before they are compressed
 * @throws Refusal for a file that exists, or for which the disk has too little space
 */
export function sinkOf(to: string, bytes: number, where: Where): Sink {
  requireForm("--to", to);
  const size = Math.ceil(bytes * COMPRESSED_SHARE);
  return to.startsWith("s3:") ? objectSink(to, size, where) : fileSink(to, size);
}

/**
 * A dump never replaces another one, and never goes into a bucket of an account that was not named: with a typing error a name can be
 * that of a stranger's bucket. The AWS CLI would do both.
 *
 * @param owner the account that has the bucket
 * @throws Refusal for an object that exists, and for a bucket of another account
 */
export async function requireNewObject(operation: Operation, to: string, owner: string): Promise<void> {
  const [, Bucket, Key] = S3.exec(to) ?? [];
  if (Bucket === undefined) return;
  try {
    await operation.client(S3Client).send(new HeadObjectCommand({ Bucket, Key, ExpectedBucketOwner: owner }));
  } catch (error) {
    if (error instanceof NotFound) return;
    if (!(error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403)) throw error;
    // Also for an object that does not exist, where s3:ListBucket is denied ("HeadObject", Amazon S3 API Reference).
    throw new Refusal(
      `--to: S3 denies a look at ${to}. Either account ${owner} does not have the bucket, or these credentials lack s3:GetObject ` +
        "or s3:ListBucket for it. Nothing was written.\n" +
        "Fix: Correct the name, or allow both. If the bucket is in another account on purpose, add --bucket-owner <account id>.",
    );
  }
  throw new Refusal(
    `${to} exists. Nothing was written.\nFix: Give another key, or delete the object: ${awsLine(operation.environment, "s3", "rm", to)}`,
  );
}

/**
 * It uploads in parts as the data comes. When it is interrupted it leaves no object. When this process is killed its input ends, and it
 * leaves what it has got, which an import refuses.
 */
function objectSink(to: string, size: number, { region, signal }: Where): Sink {
  const options = ["--region", region, "--expected-size", String(size), "--only-show-errors"];
  const { program, ended } = start("aws", ["s3", "cp", "-", to, ...options], ["pipe", "ignore"], signal);
  return {
    stream: program.stdin!,
    complete: async () => {
      program.stdin?.end();
      await ended;
    },
    discard: () => void program.kill("SIGINT"),
  };
}

function fileSink(to: string, size: number): Sink {
  const file = resolve(to);
  if (existsSync(file))
    throw new Refusal(`${to} exists. Nothing was written.\nFix: Give another file, or remove it.`);
  requireSpace(file, size);
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  // Rows of customers: no one else on this machine reads them. The mode of a file that exists would stay, so it must be a new one.
  const stream = createWriteStream(partial, { flags: "wx", mode: 0o600 });
  return {
    stream,
    complete: async () => {
      stream.end();
      await finished(stream);
      renameSync(partial, file);
    },
    discard: () => {
      stream.destroy();
      rmSync(partial, { force: true });
    },
  };
}

/**
 * A dump as it is stored. It ends with an error when not all of it could be read.
 *
 * @throws Refusal for a file that does not exist
 */
export function sourceOf(from: string, { region, signal }: Where): Readable {
  requireForm("--from", from);
  if (from.startsWith("s3:")) {
    const args = ["s3", "cp", from, "-", "--region", region, "--only-show-errors"];
    const { program, ended } = start("aws", args, ["ignore", "pipe"], signal);
    return Readable.from(untilEnded(program.stdout!, ended), { objectMode: false });
  }
  if (!existsSync(from))
    throw new Refusal(`${from} does not exist.\nFix: Give the file of a dump: --from <file>`);
  return createReadStream(from);
}

/** The output of a program. That of one that fails ends as that of any other. */
async function* untilEnded(output: Readable, ended: Promise<void>) {
  yield* output;
  await ended;
}

function requireForm(option: string, place: string): void {
  if (!/^[a-z0-9]+:\/\//i.test(place) || S3.test(place)) return;
  throw new Refusal(
    `${option}: "${place}" is neither a file nor s3://<bucket>/<key>.\nFix: Write e.g. ${option} s3://backups/api.sql.gz`,
  );
}

function requireSpace(file: string, needed: number): void {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true });
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= needed) return;
  throw new Refusal(
    `The disk of ${folder} has ${mib(bavail * bsize)} free, and the dump needs up to ${mib(needed)}. Nothing was written.\n` +
      "Fix: Give a file on another disk, or --to s3://<bucket>/<key>.",
  );
}

const mib = (bytes: number) => `${Math.ceil(bytes / 1024 ** 2)} MiB`;
