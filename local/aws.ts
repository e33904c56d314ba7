import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../ops/cli/free-port";
import { loopback } from "./isolation";
import { isAlive } from "../ops/terraform/process-group";
import { eventually } from "./processes";
import { REGISTRY } from "./project";
import { pythonWithMoto } from "./python";

const LAUNCHER = join(__dirname, "moto", "launcher.py");
const READY_SECONDS = 60;

export interface EmbeddedAws {
  readonly endpoint: string;
  readonly pid: number;
}

export type Profile = "grown" | "fresh";

export interface StartOptions {
  /** Contains the record and the log of the embedded AWS. */
  readonly folder: string;
  /** Contains the virtual environment, if one is needed. @default folder */
  readonly pythonFolder?: string;
  /** Contains the blobs of images. @default shared with every embedded AWS */
  readonly registry?: string;
  /**
   * Whether it is for tests: it then ends with this process, even after kill -9, and answers the requests of
   * `moto/questions.py`. Otherwise it runs until `stopAws`.
   *
   * @default false
   */
  readonly forTests?: boolean;
  /**
   * The kind of account: `fresh` has no service-linked role, a Lambda quota of 10, and GitHub's identity provider.
   *
   * @default "grown"
   */
  readonly profile?: Profile;
  /**
   * Multiplies every waiting time of the model, e.g. of health checks and of draining.
   *
   * @default 1
   */
  readonly pace?: number;
  /** A certificate authority that the functions trust, beside the usual ones. @default none */
  readonly authority?: string;
  /** The id of the account. @default 123456789012 */
  readonly accountId?: string;
  readonly progress?: (line: string) => void;
}

/** Starts the embedded AWS, or returns the running one with all its resources. */
export async function startAws(options: StartOptions): Promise<EmbeddedAws> {
  const {
    folder,
    pythonFolder = folder,
    registry = REGISTRY,
    forTests = false,
    profile = "grown",
    pace = 1,
    authority,
    accountId,
    progress = () => undefined,
  } = options;
  const running = await runningAws(folder);
  if (running) return running;

  mkdirSync(folder, { recursive: true });
  const python = await pythonWithMoto(pythonFolder, progress);
  const port = await freePort();
  const log = openSync(logIn(folder), "w");
  const launch = [
    LAUNCHER,
    "--port",
    `${port}`,
    "--profile",
    profile,
    "--pace",
    `${pace}`,
    "--registry",
    registry,
  ];
  if (forTests) launch.push("--for-tests");
  const child = spawn(python, launch, {
    detached: true,
    stdio: [forTests ? "pipe" : "ignore", log, log],
    env: {
      PATH: process.env.PATH ?? "",
      HOME: process.env.HOME ?? "",
      PYTHONUNBUFFERED: "1",
      PYTHONDONTWRITEBYTECODE: "1",
      ...(accountId ? { MOTO_ACCOUNT_ID: accountId } : {}),
      ...(authority ? { NODE_EXTRA_CA_CERTS: authority } : {}),
    },
  });
  closeSync(log);
  child.unref();
  if (child.pid === undefined)
    throw new Error(`The embedded AWS did not start: ${python} cannot be executed.`);

  const aws: EmbeddedAws = { endpoint: loopback(`http://127.0.0.1:${port}`), pid: child.pid };
  writeFileSync(recordIn(folder), JSON.stringify(aws));
  const settled = async () => child.exitCode !== null || (await answers(aws));
  if ((await eventually(settled, READY_SECONDS)) && child.exitCode === null) return aws;

  child.kill("SIGKILL");
  rmSync(recordIn(folder));
  const output = readFileSync(logIn(folder), "utf8");
  // Another process has taken the free port since.
  if (output.includes("Address already in use")) return startAws(options);
  throw new Error(`The embedded AWS did not start. The end of its log:\n${output.slice(-2_000)}`);
}

/** The embedded AWS of this folder, if it runs. A record is void if its process has ended or its id belongs to another process. */
export async function runningAws(folder: string): Promise<EmbeddedAws | undefined> {
  if (!existsSync(recordIn(folder))) return undefined;
  const aws = JSON.parse(readFileSync(recordIn(folder), "utf8")) as EmbeddedAws;
  return (await answers(aws)) ? aws : undefined;
}

/** Stops the embedded AWS of this folder. All its resources are lost. */
export async function stopAws(folder: string): Promise<boolean> {
  const aws = await runningAws(folder);
  rmSync(recordIn(folder), { force: true });
  if (!aws) return false;

  process.kill(aws.pid, "SIGTERM");
  if (!(await eventually(() => !isAlive(aws.pid), 5))) process.kill(aws.pid, "SIGKILL");
  return true;
}

const logIn = (folder: string) => join(folder, "aws.log");
const recordIn = (folder: string) => join(folder, "aws.json");

/** Whether the process behind the port has this id: a port or an id alone may belong to another process by now. */
async function answers({ endpoint, pid }: EmbeddedAws): Promise<boolean> {
  try {
    const response = await fetch(`${loopback(endpoint)}/embedded-aws/pid`, {
      signal: AbortSignal.timeout(5_000),
    });
    return (await response.text()) === `${pid}`;
  } catch {
    return false;
  }
}
