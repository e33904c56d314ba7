import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import type { Operation } from "../../cli/operation";
import { Refusal } from "../../cli/refusal";
import type { Client } from "./client";
import { literal } from "./client";

/** Old and new tables exist side by side until they are exchanged, and indexes grow while they are built. */
const ROOM_FACTOR = 1.5;
const MEASURED_MILLISECONDS = 15 * 60_000;
const PERIOD_SECONDS = 300;
const GIB = 1024 ** 3;

export interface Measured {
  /** E.g. `8.4.6`. */
  readonly version: string;
  /** Of all tables and indexes, as the server estimates it. */
  readonly bytes: number;
}

/** The version and the size of a database. */
export async function measure(client: Client): Promise<Measured> {
  const [row] = await client.query(
    `SELECT VERSION(), COALESCE(SUM(data_length + index_length), 0) FROM information_schema.tables
       WHERE table_schema = ${literal(client.server.databaseName)};`,
  );
  const [version = "", bytes] = row ?? [];
  // Debian's MariaDB adds " from Debian".
  return { version: version.split(" ")[0] ?? "", bytes: Number(bytes ?? 0) };
}

/** @throws Refusal when data of one version would be loaded into an older one */
export function requireNoDowngrade(from: string, to: string): void {
  const isMariaDb = (version: string) => /mariadb/i.test(version);
  const [major, minor] = numbersOf(from);
  const [ownMajor, ownMinor] = numbersOf(to);
  if (isMariaDb(from) !== isMariaDb(to) || major < ownMajor || (major === ownMajor && minor <= ownMinor))
    return;
  throw new Refusal(
    `The data is of version ${from}, and the database has the older version ${to}. Nothing was changed.\n` +
      "Fix: Raise database.engineVersion of the environment first.",
  );
}

const numbersOf = (version: string): readonly [number, number] => {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return [major, minor];
};

/** @throws Refusal when the volume of the environment's database has too little space for another copy of the data */
export async function requireRoom(operation: Operation, bytes: number): Promise<void> {
  const { name } = operation.environment;
  const now = new Date();
  const { Datapoints = [] } = await operation.client(CloudWatchClient).send(
    new GetMetricStatisticsCommand({
      Namespace: "AWS/RDS",
      MetricName: "FreeStorageSpace",
      Dimensions: [{ Name: "DBInstanceIdentifier", Value: name }],
      StartTime: new Date(now.getTime() - MEASURED_MILLISECONDS),
      EndTime: now,
      Period: PERIOD_SECONDS,
      Statistics: ["Minimum"],
    }),
  );
  if (Datapoints.length === 0) {
    operation.output.warn(
      `CloudWatch does not know how much space ${name} has. It needs ${gib(bytes * ROOM_FACTOR)}.`,
    );
    return;
  }
  const free = Math.min(...Datapoints.map(({ Minimum = 0 }) => Minimum));
  if (free >= bytes * ROOM_FACTOR) return;
  throw new Refusal(
    `${name} has ${gib(free)} free, and needs ${gib(bytes * ROOM_FACTOR)} for a second copy of the data. Nothing was changed.\n` +
      "Fix: Raise database.storageGiB of the environment, and deploy the base stack.",
  );
}

const gib = (bytes: number) => `${(bytes / GIB).toFixed(1)} GiB`;
