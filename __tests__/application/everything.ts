import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createHash } from "node:crypto";
import type { Hash } from "node:crypto";
import type { Readable } from "node:stream";
import type { EnvironmentInput } from "../../config/schema/schema";
import { until } from "../images/sandbox/container";
import { uploadSlowly } from "../images/sandbox/slow-upload";
import type { RunningProject } from "./running-project";

const STREAM_SECONDS = 120;
const UPLOAD_MIB = 40;
const ANSWER_MIB = 60;

/** Two groups of workers for three queues: a long report does not delay an e-mail. */
export const WORKER = { queues: ["emails", "default"] };

/** The settings that a team adds as it grows, all of them. The names in the code, `onQueue('emails')`, lead to the queues. */
export const EVERYTHING = {
  // With room for the second group, and for two of each task during a deployment.
  hosts: { instanceType: "t3.medium", ecsAmiRelease: "2023.0.20260226" },
  database: { instanceClass: "db.t4g.micro", releaseSnapshots: 2, drill: true },
  web: {
    healthCheckGracePeriodSeconds: 60,
    maximumUploadMiB: UPLOAD_MIB,
    requestSeconds: STREAM_SECONDS + 10,
  },
  queues: { emails: {}, reports: { visibilityTimeoutSeconds: 180 } },
  worker: WORKER,
  workers: [{ name: "slow", queues: ["reports"] }],
  files: { kind: "create" },
  mail: { kind: "ses", from: "Shop <no-reply@example.com>" },
  cache: { kind: "valkey", multiAz: true },
} satisfies Partial<EnvironmentInput>;

/** Opens a stream of two minutes. Until it ends, the application does everything else. */
export async function everythingDuringAStream(project: RunningProject): Promise<void> {
  const events = arrivals(project);
  await Promise.all([storesAnUpload(project), answersWithMuch(project), worksOnThreeQueues(project)]);
  await isUnderMaintenance(project);

  const arrived = await events;
  expect(arrived).toHaveLength(2 * STREAM_SECONDS);
  expect(arrived[0]).toBeLessThan(3_000);
  expect(arrived.at(-1)).toBeGreaterThan(1_000 * (STREAM_SECONDS - 1));
  const gaps = arrived.slice(1).map((at, index) => at - (arrived[index] ?? 0));
  // Each event is passed on when it is sent.
  expect(Math.max(...gaps)).toBeLessThan(10_000);
}

/** When each event of the stream arrived, in milliseconds after the request. */
async function arrivals(project: RunningProject): Promise<number[]> {
  const start = Date.now();
  const arrived: number[] = [];
  const { body } = await fetch(`${project.url}/events/${2 * STREAM_SECONDS}`);
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    const events = Buffer.from(chunk).toString().match(/data/g) ?? [];
    arrived.push(...events.map(() => Date.now() - start));
  }
  return arrived;
}

async function storesAnUpload(project: RunningProject): Promise<void> {
  const { status, json, sha1 } = await uploadSlowly(`${project.url}/files`, {
    mebibytes: UPLOAD_MIB,
    seconds: 4,
  });
  expect({ status, json }).toEqual({
    status: 200,
    json: { path: expect.stringMatching(/^uploads\/\w+/) as string },
  });
  const { path } = json as { path: string };
  const s3 = new S3Client(project.clients);
  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket: "api-production-files-123456789012", Key: path }),
  );
  expect((await hashOf(Body as Readable)).digest("hex")).toBe(sha1);

  const small = new FormData();
  small.append("file", new Blob(["a small file"]), "small.txt");
  const stored = await fetch(`${project.url}/files`, { method: "POST", body: small });
  const read = await fetch(`${project.url}/files/${((await stored.json()) as { path: string }).path}`);
  expect(await read.text()).toBe("a small file");
}

async function hashOf(stream: Readable): Promise<Hash> {
  const hash = createHash("sha1");
  for await (const chunk of stream) hash.update(chunk as Buffer);
  return hash;
}

async function answersWithMuch(project: RunningProject): Promise<void> {
  const response = await fetch(`${project.url}/large/${ANSWER_MIB}`);
  expect((await response.arrayBuffer()).byteLength).toBe(ANSWER_MIB * 2 ** 20);
}

async function worksOnThreeQueues(project: RunningProject): Promise<void> {
  const done = () => project.json<Record<string, number>>("/runs/job");
  await project.json("/jobs/report/30?queue=reports", "POST");
  const started = async () =>
    (await project.ops(["logs", "production", "--since", "5m", "--container", "worker_slow"])).output;
  await until("the report is in progress", async () => (await started()).includes("job report started"), 60);

  await project.json("/jobs/letter/0?queue=emails", "POST");
  await project.json("/jobs/usual/0", "POST");
  await until(
    "the other queues go on",
    async () => {
      const { letter, usual } = await done();
      return letter === 1 && usual === 1;
    },
    60,
  );
  expect(await done()).not.toHaveProperty("report");
  await until("the report is done", async () => (await done()).report === 1, 60);
  await until("its end is logged", async () => (await started()).includes("job report finished"), 20);
}

async function isUnderMaintenance(project: RunningProject): Promise<void> {
  const answers = async (status: number) => (await fetch(`${project.url}/`)).status === status;
  expect(await project.ops(["maintenance", "production", "on"])).toMatchObject({ code: 0 });
  await until("requests are refused", () => answers(503));
  expect((await project.ops(["status", "production"])).output).toContain("maintenance:");
  expect(await project.ops(["maintenance", "production", "off"])).toMatchObject({ code: 0 });
  await until("requests are answered", () => answers(200));
}

/** A migration of the next release, which changes a table with data. */
export const MIGRATION = `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::table('items', fn (Blueprint $table) => $table->string('note')->default('new'));
    }
};
`;
