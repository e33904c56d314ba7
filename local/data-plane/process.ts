import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { missingForNamespaces } from "../containers/possible";
import { isAlive } from "../../ops/terraform/process-group";
import { eventually, succeed } from "../processes";
import { startScript } from "../start-script";
import type { DataPlaneProps } from "./data-plane";

/** What the process is started with, as JSON in its variable DATA_PLANE. `record` is the file that it writes while it runs. */
export type Options = Omit<DataPlaneProps, "authority" | "log"> & { readonly record: string };

/** The record of a running data plane. */
export interface Running {
  readonly pid: number;
  /** The page that shows what was posted to Slack, and the webhook that posts to it. */
  readonly slack: string;
  readonly webhook: string;
  /** Of the first load balancer, if there is one. */
  readonly url?: string;
}

const START_SECONDS = 60;
/** Tasks get their stop timeout, which is two minutes at most. */
const STOP_SECONDS = 150;

/** Starts the data plane of an embedded AWS as a process of its own, or returns the running one. */
export async function startDataPlane(
  folder: string,
  options: Pick<Options, "endpoint" | "region" | "kind" | "source">,
): Promise<Running> {
  const running = runningDataPlane(folder);
  if (running) return running;

  rmSync(recordIn(folder), { force: true });
  const plane: Options = { ...options, ...networksOf(folder), folder, record: recordIn(folder) };
  const child = startScript(join(__dirname, "main.ts"), [], {
    log: join(folder, "data-plane.log"),
    variables: { DATA_PLANE: JSON.stringify(plane) },
    outlives: true,
  });
  await eventually(() => existsSync(recordIn(folder)) || child.exitCode !== null, START_SECONDS);
  const started = runningDataPlane(folder);
  if (started) return started;
  throw new Error(
    `The containers' side of the embedded AWS did not start: see ${join(folder, "data-plane.log")}`,
  );
}

export function runningDataPlane(folder: string): Running | undefined {
  if (!existsSync(recordIn(folder))) return undefined;
  const running = JSON.parse(readFileSync(recordIn(folder), "utf8")) as Running;
  return isAlive(running.pid) ? running : undefined;
}

/** Stops the data plane of this folder, and removes what it has left, also after kill -9. */
export async function stopDataPlane(folder: string): Promise<void> {
  const running = runningDataPlane(folder);
  if (running) {
    process.kill(running.pid, "SIGTERM");
    if (!(await eventually(() => !isAlive(running.pid), STOP_SECONDS))) process.kill(running.pid, "SIGKILL");
  }
  rmSync(recordIn(folder), { force: true });
  await removeNetworks(networksOf(folder).prefix);
}

/** The networks of the data plane of a folder: two folders on one machine hardly ever have the same. */
export function networksOf(folder: string): Pick<Options, "prefix" | "subnet"> {
  const hash = createHash("sha256").update(folder).digest();
  // Subnets 100 to 244, five for each data plane.
  return { prefix: `l${hash.toString("hex").slice(0, 3)}`, subnet: 100 + (hash.readUInt16BE(4) % 29) * 5 };
}

/** Removes the networks whose names begin with a prefix, with their containers and cgroups. */
async function removeNetworks(prefix: string): Promise<void> {
  if (missingForNamespaces().length === 0)
    await succeed(join(__dirname, "../containers/network.sh"), ["down", prefix]);
}

const recordIn = (folder: string) => join(folder, "data-plane.json");
