import { spawn } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOCAL, ROOT } from "../../local/project";
import { pythonWithMoto } from "../../local/python";

const REFEREE = join(ROOT, "local", "moto", "referee");

/**
 * Starts one `local/moto/referee` process for all the doubles of AWS in a run of Jest. It ends when the run ends. Jest calls
 * this before the first test of a project. The workers read the socket's path from REFEREE_SOCKET.
 */
async function startReferee(): Promise<void> {
  if (process.env.REFEREE_SOCKET) return;
  const own = join(LOCAL, "venv", "bin", "python");
  const socket = join(mkdtempSync(join(tmpdir(), "referee-")), "socket");
  const started =
    (await start(existsSync(own) ? own : "python3", socket)) ??
    (await start(await pythonWithMoto(LOCAL, console.log), socket));
  if (!started) throw new Error(`The referee did not start: python3 ${REFEREE} ${socket}`);
  process.env.REFEREE_SOCKET = socket;
  process.env.REFEREE_PYTHON = started;
}

/** @returns the Python that runs it, or undefined if it did not start */
async function start(python: string, socket: string): Promise<string | undefined> {
  const child = spawn(python, ["-B", REFEREE, socket], { stdio: ["pipe", "pipe", "ignore"] });
  const ready = once(child.stdout, "data").then(() => python);
  const ended = new Promise<undefined>((resolve) => {
    child.once("error", () => resolve(undefined)).once("exit", () => resolve(undefined));
  });
  const started = await Promise.race([ready, ended]);
  // Jest must be able to end while the process and its pipes are open.
  child.unref();
  for (const pipe of [child.stdin, child.stdout]) (pipe as unknown as { unref(): void }).unref();
  return started;
}

// Jest calls the module itself.
export = startReferee;
