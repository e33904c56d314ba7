import { DeleteObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { terraformBinary } from "../ops/terraform/binary";
import type { clientsOf } from "./account";
import { interruptGroup, isAlive, processes } from "../ops/terraform/process-group";
import { eventually } from "./processes";

/** A run of `make up`: its process, and the process group of the command that it waits for. */
interface Run {
  readonly pid: number;
  readonly group?: number;
}

/** How long Terraform gets to save its state and release its lock. */
const GRACE_SECONDS = 30;

/**
 * The record of a run of `make up`, which exists while it runs. If the next run finds a record, the last run was
 * interrupted, and may have left a running Terraform and a stale state lock.
 */
export class RunRecord {
  private readonly file: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.file = join(folder, "up.json");
  }

  /**
   * Starts this run.
   *
   * @returns whether an earlier run was interrupted; none of its processes is running any more
   * @throws Error if another run is in progress
   */
  public async begin(): Promise<boolean> {
    const last = this.last();
    if (last && last.pid !== process.pid && (await isUp(last.pid))) {
      throw new Error(
        `Another "make up" is in progress (process ${last.pid}). Fix: wait for it, or stop it.`,
      );
    }
    if (last?.group) await end(last.group);
    this.write({ pid: process.pid });
    return last !== undefined;
  }

  /** Records the command that this run waits for. */
  public waitsFor(group: number): void {
    this.write({ pid: process.pid, group });
  }

  /** Stops the command that this run waits for: gently, so that Terraform saves its state, or at once. */
  public async stop(how: "gently" | "at once"): Promise<void> {
    const group = this.last()?.group;
    if (!group || !isAlive(-group)) return;
    if (how === "gently") await interruptGroup(group);
    else process.kill(-group, "SIGKILL");
  }

  /** Ends this run. The record of another run in progress stays. */
  public finish(): void {
    if (this.last()?.pid === process.pid) rmSync(this.file);
  }

  private last(): Run | undefined {
    return existsSync(this.file) ? (JSON.parse(readFileSync(this.file, "utf8")) as Run) : undefined;
  }

  private write(run: Run): void {
    writeFileSync(this.file, JSON.stringify(run));
  }
}

/**
 * Removes the state locks of an interrupted run. Only for the embedded AWS, which has no other user: in a real account, ask
 * the owner of the lock before `terraform force-unlock`.
 */
export async function liftLocks(bucket: string, clients: ReturnType<typeof clientsOf>): Promise<string[]> {
  const s3 = new S3Client(clients);
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  const locks = Contents.flatMap(({ Key }) => (Key?.endsWith(".tflock") ? [Key] : []));
  for (const Key of locks) await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
  return locks;
}

/** Whether the process is still that run, and not another process with the same id. */
async function isUp(pid: number): Promise<boolean> {
  return (
    isAlive(pid) && (await processes()).some((each) => each.pid === pid && /\bup\.ts\b/.test(each.command))
  );
}

/** Ends what is left of a process group of a run, by SIGKILL if it does not end by itself. */
async function end(group: number): Promise<void> {
  const started = ["cdktf", basename(terraformBinary()), "terraform"];
  const ours = (await processes()).some(
    (each) => each.group === group && started.some((name) => each.command.includes(name)),
  );
  if (!ours) return;
  await interruptGroup(group);
  if (!(await eventually(() => !isAlive(-group), GRACE_SECONDS))) process.kill(-group, "SIGKILL");
}
