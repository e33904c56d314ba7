import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { ago } from "../cli/duration";
import type { Operation } from "../cli/operation";
import { Failure } from "../cli/outcome";
import { every, poll } from "../cli/pace";
import { Refusal } from "../cli/refusal";
import { inWords } from "../cli/words";
import { readLock, writeLock } from "../ecs/release-lock";
import type { Entry, FoundLock, Intent } from "../ecs/release-lock";

/** Another release is in progress. */
export class Held extends Refusal {}

const BEAT_SECONDS = 15;

/** An owner that missed four heartbeats was killed, or has no network connection. */
const DEAD_SECONDS = 60;
const LOOK_SECONDS = 5;

/**
 * Allows one release at a time. The lock is an object in the settings bucket, changed only by S3's conditional writes. Its
 * owner renews it while it runs. A killed owner does not, so the next release takes over after it has seen no renewal for a
 * minute. Clocks are not compared.
 */
export class Lock {
  private timer: NodeJS.Timeout | undefined;
  private renewal: Promise<void> = Promise.resolve();
  private renewedAt = Date.now();
  private lost = false;
  /** Why the last renewal failed. */
  private trouble: unknown;

  private constructor(
    private readonly operation: Operation,
    private entry: Entry,
    private etag: string,
    /** The killed release from which this one took over. */
    public readonly predecessor: Intent | undefined,
  ) {
    this.timer = every(BEAT_SECONDS, () => void this.renewNow());
  }

  /** @throws Refusal when another release is in progress */
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
      // The response of an earlier write was lost, and the SDK tried again.
      if (found?.entry.id === entry.id) return new Lock(operation, found.entry, found.etag, undefined);
      const dead = found && !found.entry.released ? found.entry : undefined;
      if (found && dead) await requireDead(operation, found);
      // A rollback that takes over keeps the revision in the lock, in case it is killed before it sets its own.
      const taken =
        dead?.command === "rollback" && intent.command === "rollback" ? { ...entry, aim: dead.aim } : entry;
      const etag = await writeLock(operation, taken, found?.etag);
      if (etag === undefined) continue;
      if (dead) operation.output.print(`Taking over from ${describe(dead)}, which was killed.`);
      return new Lock(operation, taken, etag, dead);
    }
  }

  /** Await it before a step that changes something. @throws Failure when another release has taken over, or may have */
  public async require(): Promise<void> {
    // A machine that slept has missed the heartbeats after which another release takes over.
    if (this.isSilent) await this.renewNow();
    if (this.lost)
      throw new Failure(
        "Another release took over, because this one did not renew its lock for a minute (e.g. the machine slept). This one stopped.",
      );
    if (this.isSilent)
      throw new Failure(
        `This one stopped, because its lock could not be renewed for a minute and another release may have taken over: ${inWords(this.trouble)}`,
      );
  }

  private get isSilent(): boolean {
    return Date.now() - this.renewedAt > DEAD_SECONDS * 1_000;
  }

  /** Records the aim of the release, once it is known. */
  public async aimAt(aim: string): Promise<void> {
    this.entry = { ...this.entry, aim };
    await this.renewNow();
    await this.require();
  }

  public async release(): Promise<void> {
    clearInterval(this.timer);
    await this.renewal;
    if (!this.lost) await writeLock(this.operation, { ...this.entry, released: true }, this.etag);
  }

  /** After a renewal that is going on. */
  private renewNow(): Promise<void> {
    this.renewal = this.renewal.then(() => this.renew());
    return this.renewal;
  }

  private async renew(): Promise<void> {
    try {
      this.entry = { ...this.entry, beat: this.entry.beat + 1 };
      const etag = await writeLock(this.operation, this.entry, this.etag);
      const found = etag === undefined ? await readLock(this.operation) : undefined;
      // The lock is still ours when only the response of an earlier try was lost.
      if (etag === undefined && found?.entry.id !== this.entry.id) this.lost = true;
      else {
        this.etag = etag ?? found?.etag ?? this.etag;
        this.renewedAt = Date.now();
      }
    } catch (error) {
      this.trouble = error;
      // The network may be unavailable for a moment. The next heartbeat tries again.
    }
  }
}

/** Runs an action while holding the release lock. */
export async function withLock<T>(
  operation: Operation,
  intent: Intent,
  act: (lock: Lock) => Promise<T>,
): Promise<T> {
  const lock = await Lock.take(operation, intent);
  try {
    return await act(lock);
  } finally {
    // The result of the release matters more: a lock that stays only makes the next release wait for a minute.
    await lock
      .release()
      .catch((error: unknown) =>
        operation.output.warn(`The release lock could not be removed: ${inWords(error)}`),
      );
  }
}

/** Watches the lock, and refuses when its owner renews it. */
async function requireDead(operation: Operation, found: FoundLock): Promise<void> {
  operation.output.progress(
    `${describe(found.entry)} holds the release lock. Checking whether it is still running ...`,
  );
  const deadline = operation.deadline(DEAD_SECONDS);
  await poll(operation, { seconds: LOOK_SECONDS, deadline }, async () => {
    const now = await readLock(operation);
    if (now?.etag === found.etag) return undefined;
    if (!now || now.entry.released) return true;
    throw new Held(
      `${describe(now.entry)} is in progress on ${operation.environmentName}.\n` +
        "Fix: Wait until it has ended. To abort it, stop it where it runs, or run rollback.",
    );
  });
}

const describe = ({ command, aim, owner, since }: Entry) =>
  `The ${command} of ${aim} by ${owner} (started ${ago(new Date(), new Date(since))})`;

const ownerOf = ({ GITHUB_RUN_ID, GITHUB_ACTOR }: NodeJS.ProcessEnv) =>
  GITHUB_RUN_ID ? `${GITHUB_ACTOR} in run ${GITHUB_RUN_ID}` : `${userInfo().username}@${hostname()}`;
