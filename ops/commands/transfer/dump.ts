import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { commandLine } from "../../cli/command-line";
import { duration } from "../../cli/duration";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { requirePrograms as requireSessionPrograms } from "../shell/session";
import { Client } from "./client";
import { headerLine } from "./header";
import { measure } from "./measured";
import type { Sink } from "./place";
import { requireNewObject, sinkOf } from "./place";
import { requirePrograms } from "./programs";
import { throughTunnel } from "./tunnel";

export interface DumpOptions {
  /** A file, or `s3://<bucket>/<key>`. */
  readonly to: string;
  /** The account that has that bucket. @default the environment's own */
  readonly bucketOwner?: string;
  /** A restored or replaced database. @default the environment's own */
  readonly instance?: string;
  /** @default all */
  readonly tables?: readonly string[];
}

/** Writes the database, as it is at one moment, into a compressed file or an object in S3. The application goes on. */
export async function dump(
  operation: Operation,
  { to, bucketOwner, tables = [], instance }: DumpOptions,
): Promise<Facts> {
  const { environment, output, signal } = operation;
  const programs = requirePrograms();
  requireSessionPrograms();
  await requireNewObject(operation, to, bucketOwner ?? environment.accountId);
  const name = instance ?? environment.name;
  const began = performance.now();
  const measured = await throughTunnel(
    operation,
    async (server) => {
      const client = new Client(server, programs, signal);
      const found = await measure(client);
      const sink = sinkOf(to, found.bytes, { region: environment.region, signal });
      const isPartial = tables.length > 0;
      output.progress(`Dumping ${name} into ${to}.`);
      await writeDump(client, {
        tables,
        sink,
        header: headerLine({ from: name, ...found, isPartial }),
      });
      return found;
    },
    instance,
  );
  const what = tables.length > 0 ? tables.join(", ") : "all tables";
  output.print(
    [
      `${name} is dumped into ${to}: ${what}, in ${duration(performance.now() - began)}.`,
      "It has the rows of your customers: keep it as carefully as the database.",
      "Next: load it into another environment, which replaces the tables there:",
      `  ${commandLine({ environment: "<environment>" }, "database import", `--from ${to}`)}`,
    ].join("\n"),
  );
  return { to, tables, bytes: measured.bytes, version: measured.version };
}

/** Writes a header and tables, compressed. What was written is removed when it is not complete. */
export async function writeDump(
  client: Client,
  { tables, sink, header }: { tables: readonly string[]; sink: Sink; header: string },
): Promise<void> {
  const gzip = createGzip();
  try {
    const written = pipeline(gzip, sink.stream, { end: false });
    gzip.write(header);
    const results = await Promise.allSettled([
      written,
      client.dump(tables, gzip).then(
        () => gzip.end(),
        (error: Error) => {
          gzip.destroy(error);
          throw error;
        },
      ),
    ]);
    const failed = results.toReversed().find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw failed.reason;
    await sink.complete();
  } catch (error) {
    sink.discard();
    throw error;
  }
}
