import type { EnvironmentInput } from "../../config/schema/schema";
import { until } from "../images/sandbox/container";
import { JobStream, lastTick, MINUTE, missed, type Ticks } from "./background-work";
import { WORKER } from "./everything";
import type { RunningProject } from "./running-project";

/** Worker and scheduler are moved, and back: every job is done once, and no minute runs twice. */
export async function expectMovesWithoutLoss(project: RunningProject): Promise<void> {
  const ticksOf = () => project.json<Ticks>("/runs/tick");
  const [begun, known] = [Date.now(), await ticksOf()];
  const jobs = new JobStream(project, "moving");
  const moves: { from: number; to: number }[] = [];
  for (const [worker, scheduler] of [["service", "eventbridge"] as const, ["sidecar", "service"] as const]) {
    project.change({ worker: { ...WORKER, runs: worker }, scheduler: { runs: scheduler } });
    const from = Date.now();
    await project.deploy("production-service");
    const deployed = Date.now();
    const ranAfter = (time: number) => async () => lastTick(await ticksOf()) > time;
    await until("the new scheduler runs", ranAfter(deployed), 240);
    const to = lastTick(await ticksOf());
    moves.push({ from, to });
    await until("it runs every minute", ranAfter(to + MINUTE), 240);
    await project.allIsWell();
  }
  await jobs.stop();
  await until("all are done", async () => (await jobs.notOnce()).length === 0, 60).catch(() => undefined);
  expect({ failures: jobs.failures, notOnce: await jobs.notOnce() }).toEqual({ failures: [], notOnce: [] });

  const ticks = await ticksOf();
  const now = Object.entries(ticks).filter(([minute]) => !(minute in known));
  expect(now.filter(([, times]) => times !== 1)).toEqual([]);
  // The minutes from the end of one scheduler to the start of the other are not run: docs/operate.md.
  const missing = missed(ticks, begun, lastTick(ticks));
  expect(missing.filter((at) => !moves.some(({ from, to }) => at > from && at < to))).toEqual([]);
}

/** The settings of hosts change, so that the only host is replaced: the new one joins before the old one drains. */
export async function expectHostReplaced(
  project: RunningProject,
  hosts: EnvironmentInput["hosts"],
): Promise<void> {
  const [old] = await project.hosts();
  const seen: Record<string, string>[] = [];
  project.change({ hosts });
  const { failures } = await project.underLoad(async () => {
    const deploying = project.deploy("production-base");
    await until(
      "the old host has gone",
      async () => {
        const present = await project.hosts();
        seen.push(Object.fromEntries(present.map(({ instance, status }) => [instance, status])));
        return present.length > 0 && !present.some(({ instance }) => instance === old?.instance);
      },
      300,
    );
    await deploying;
  });
  expect(failures).toEqual([]);
  const draining = seen.find((present) => present[old?.instance ?? ""] === "DRAINING");
  expect(Object.values(draining ?? {}).sort()).toEqual(["ACTIVE", "DRAINING"]);
  expect(seen.every((present) => Object.values(present).includes("ACTIVE"))).toBe(true);
  await project.allIsWell();
}
