import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import type { Operation } from "../cli/operation";
import { Failure } from "../cli/outcome";
import { every } from "../cli/pace";
import { Refusal } from "../cli/refusal";
import { inWords } from "../cli/words";
import { readLock, writeLock } from "./lock-object";
import type { Entry, FoundLock, Intent } from "./lock-object";

/** Another release is at work, and alive. */
export class Held extends Refusal {}

const BEAT_SECONDS = 15;

/** An owner that let four beats pass is gone: killed, or cut off for good. */
const DEAD_SECONDS = 60;
const LOOK_SECONDS = 5;

/**
 * One release at a time: an object beside the settings, written only where it is as it was read (S3's conditional
 * writes). Its owner renews it while it works. One that was killed renews it no more, and whoever comes next takes over
 * after watching for a minute, without asking anybody and without comparing clocks.
 */
export class Lock {
  private timer: NodeJS.Timeout | undefined;
  private renewal: Promise<void> = Promise.resolve();
  private lost = false;

  private constructor(
    private readonly operation: Operation,
    private entry: Entry,
    private etag: string,
    /** What a killed release, from which this one took over, was about. */
    public readonly predecessor: Intent | undefined,
  ) {
    this.timer = every(BEAT_SECONDS, () => {
      this.renewal = this.renewal.then(() => this.renew());
    });
  }

  /** @throws Refusal when another release is at work */
  public static async take(operation: Operation, intent: Intent): Promise<Lock> {
    const entry: Entry = {
      ...intent,
      id: randomUUID(),
      owner: ownerOf(process.env),
      since: new Date().toISOString(),
      beat: 0,
      released: false,
    };
    for (;;) {
      const found = await readLock(operation);
      // A write whose answer was lost, and that was tried again.
      if (found?.entry.id === entry.id) return new Lock(operation, found.entry, found.etag, undefined);
      const dead = found && !found.entry.released ? found.entry : undefined;
      if (found && dead) await requireDead(operation, found);
      // A rollback that takes over goes on to the same revision, even if it is killed before it could say so.
      const taken =
        dead?.command === "rollback" && intent.command === "rollback" ? { ...entry, aim: dead.aim } : entry;
      const etag = await writeLock(operation, taken, found?.etag);
      if (etag === undefined) continue;
      if (dead) operation.output.say(`Taking over from ${told(dead)}, which was killed.`);
      return new Lock(operation, taken, etag, dead);
    }
  }

  /** @throws Failure when another release took over meanwhile: before a step that changes something */
  public require(): void {
    if (!this.lost) return;
    throw new Failure(
      "Another release took over while this one did not answer (a machine that slept?). Nothing more was done here.",
    );
  }

  /** Says what the release is about, once that is known. */
  public async aimAt(aim: string): Promise<void> {
    this.entry = { ...this.entry, aim };
    this.renewal = this.renewal.then(() => this.renew());
    await this.renewal;
    this.require();
  }

  public async release(): Promise<void> {
    clearInterval(this.timer);
    await this.renewal;
    if (!this.lost) await writeLock(this.operation, { ...this.entry, released: true }, this.etag);
  }

  private async renew(): Promise<void> {
    try {
      this.entry = { ...this.entry, beat: this.entry.beat + 1 };
      const etag = await writeLock(this.operation, this.entry, this.etag);
      const found = etag === undefined ? await readLock(this.operation) : undefined;
      // It is still ours where only the answer to an earlier try of this write was lost.
      if (etag === undefined && found?.entry.id !== this.entry.id) this.lost = true;
      else this.etag = etag ?? found?.etag ?? this.etag;
    } catch {
      // A network that is away for a moment: the next beat tells.
    }
  }
}

/** Does something while no other release is at work. */
export async function withLock<T>(
  operation: Operation,
  intent: Intent,
  act: (lock: Lock) => Promise<T>,
): Promise<T> {
  const lock = await Lock.take(operation, intent);
  try {
    return await act(lock);
  } finally {
    // What happened is more than a lock that the next one has to watch for a minute.
    await lock
      .release()
      .catch((error: unknown) => operation.output.warn(`The lock stays: ${inWords(error)}`));
  }
}

/** Waits for a sign of life of the lock's owner, and refuses when there is one. */
async function requireDead(operation: Operation, found: FoundLock): Promise<void> {
  operation.output.progress(`${told(found.entry)} holds the lock. Looking whether it is alive ...`);
  const deadline = operation.deadline(DEAD_SECONDS);
  while (!deadline.passed) {
    await operation.pause(LOOK_SECONDS);
    const now = await readLock(operation);
    if (now?.etag === found.etag) continue;
    if (!now || now.entry.released) return;
    throw new Held(
      `${told(now.entry)} is at work on ${operation.environment.environment}.\n` +
        "Remedy: wait until it has ended. To abort it, stop it where it runs, or use rollback.",
    );
  }
}

const told = ({ command, aim, owner, since }: Entry) =>
  `The ${command} of ${aim} by ${owner} (since ${since})`;

const ownerOf = ({ GITHUB_RUN_ID, GITHUB_ACTOR }: NodeJS.ProcessEnv) =>
  GITHUB_RUN_ID ? `${GITHUB_ACTOR} in run ${GITHUB_RUN_ID}` : `${userInfo().username}@${hostname()}`;
