import { until } from "../images/sandbox/container";
import { JobStream } from "./background-work";
import type { RunningProject } from "./running-project";

/**
 * `running: false`, and back, as docs/operate.md describes both: hosts and tasks are gone, every request gets 503, and afterwards the
 * same release answers with the same rows. Jobs that were in progress or waiting are done once.
 */
export async function expectOffAndOn(project: RunningProject): Promise<void> {
  const [release, items] = [await releaseOf(project), await project.json<object[]>("/items")];
  const posted = await messagesOf(project);
  const jobs = new JobStream(project, "switched-off");

  project.change({ running: false });
  await project.deploy("production-service", "production-base");

  await until("the hosts have gone", async () => (await project.hosts()).length === 0, 120);
  await jobs.stop();
  expect(jobs.failures.filter((line) => !line.includes(": 503 "))).toEqual([]);
  expect((await fetch(project.url)).status).toBe(503);
  const status = await project.ops(["status", "production"]);
  expect(status).toMatchObject({ code: 0, output: expect.stringContaining("switched off") as string });
  expect(await project.ops(["run", "production", "--", "artisan", "about"])).toMatchObject({ code: 2 });
  // The operator meant it: no task has crashed, none lacks room, and no host was lost.
  const since = (await messagesOf(project)).filter((message) => !posted.includes(message));
  expect(since.join("\n")).not.toMatch(/💥|cannot place|was lost/);

  project.change({ running: true });
  await project.deploy("production-base", "production-service");

  await until("it answers again", () => releaseOf(project), 240);
  expect(await releaseOf(project)).toBe(release);
  expect(await project.json("/items")).toEqual(items);
  await until("all jobs are done", async () => (await jobs.notOnce()).length === 0, 120);
  await project.allIsWell();
}

const releaseOf = async (project: RunningProject) => (await project.json<{ version: string }>("/")).version;

const messagesOf = async (project: RunningProject) =>
  (JSON.parse(await project.slack()) as object[]).map((message) => JSON.stringify(message));
