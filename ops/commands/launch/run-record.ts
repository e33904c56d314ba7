import { execFileSync } from "node:child_process";
import type { ExecFileSyncOptionsWithStringEncoding } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Operation } from "../../cli/operation";
import { Refusal } from "../../cli/refusal";
import { isAlive } from "../../terraform/process-group";

/** The folder of the project. */
const ROOT = join(__dirname, "../../..");

/** A process, with the time of its start: its id alone may belong to another process by now. */
interface Identity {
  readonly pid: number;
  readonly start: string;
}

/** The newest command of a launch, the leader of a process group of its own. */
export interface Child extends Identity {
  /** As it was printed. */
  readonly line: string;

  /** e.g. `2026-11-24T03:00:00.000Z` */
  readonly since: string;
}

interface Launch {
  readonly launch: Identity;
  readonly child?: Child;
}

/**
 * What the newest launch of an environment runs, in `.launch/`. It exists from the start of a launch until one succeeds, so
 * that the next launch knows what a killed one has left running, and which state lock was its own.
 */
export class RunRecord {
  public readonly log: string;
  private readonly file: string;

  constructor(folder: string, environment: string) {
    mkdirSync(folder, { recursive: true });
    this.file = join(folder, `${environment}.json`);
    this.log = join(folder, `${environment}.log`);
  }

  /** The id of a launch that is running now. */
  public get running(): number | undefined {
    const { launch } = this.read() ?? {};
    return launch && launch.pid !== process.pid && isSame(launch) ? launch.pid : undefined;
  }

  /** The newest command of the launch before this one, or of this one. */
  public get child(): Child | undefined {
    return this.read()?.child;
  }

  /** Whether that command, or a process that it has started, is running. */
  public get childRuns(): boolean {
    const { child } = this;
    if (!child || !isAlive(-child.pid)) return false;
    // A group outlives its leader.
    return isSame(child) || !isAlive(child.pid);
  }

  public begin(): void {
    this.write({ ...this.read(), launch: identityOf(process.pid) });
  }

  public started(pid: number, line: string): void {
    const child = { ...identityOf(pid), line, since: new Date().toISOString() };
    this.write({ launch: identityOf(process.pid), child });
  }

  public finish(): void {
    rmSync(this.file, { force: true });
  }

  private read(): Launch | undefined {
    return existsSync(this.file) ? (JSON.parse(readFileSync(this.file, "utf8")) as Launch) : undefined;
  }

  private write(launch: Launch): void {
    // A launch that is killed while it writes leaves the record as it was.
    writeFileSync(`${this.file}.new`, JSON.stringify(launch));
    renameSync(`${this.file}.new`, this.file);
  }
}

/**
 * The record of an environment, for a command that starts others.
 *
 * @throws Refusal while another one runs
 */
export function recordOf({ environmentName }: Operation): RunRecord {
  const record = new RunRecord(join(ROOT, ".launch"), environmentName);
  if (record.running === undefined) return record;
  throw new Refusal(
    `Another launch or build of ${environmentName} is running (process ${record.running}).\n` +
      `Fix: Wait until it has ended, or stop it: kill ${record.running}`,
  );
}

const QUIETLY: ExecFileSyncOptionsWithStringEncoding = {
  encoding: "utf8",
  env: { ...process.env, LC_ALL: "C" },
  stdio: ["ignore", "pipe", "ignore"],
};

const identityOf = (pid: number): Identity => ({ pid, start: startOf(pid) });

/** `ps` derives the time from the uptime, which moves by a second when the clock is adjusted. */
const SAME_MILLISECONDS = 2_500;

const isSame = ({ pid, start }: Identity) =>
  isAlive(pid) && Math.abs(Date.parse(startOf(pid)) - Date.parse(start)) < SAME_MILLISECONDS;

function startOf(pid: number): string {
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", `${pid}`], QUIETLY).trim();
  } catch {
    return ""; // The process has ended.
  }
}
