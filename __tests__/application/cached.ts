import { ECSClient, ListTasksCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { readFileSync } from "node:fs";
import { authority } from "../../local/images/release";
import { production } from "../environments/production";
import { until } from "../images/sandbox/container";
import { answersOf } from "../images/sandbox/valkey-client";
import { visit, type Visits } from "../images/sandbox/visits";
import { JobStream } from "./background-work";
import type { RunningProject } from "./running-project";

const PORT = 6379;
const WEB = { cluster: "api-production", service: "web" };
const VISITS = "fixture_database_fixture_cache_:visits";
/** Ends a Valkey at once, as the failure of its node does. */
const FAIL = "shutdown nosave now force";

/** Cache and sessions as two tasks see them, and as a client of the Valkey does. */
export async function expectSharedVisits(project: RunningProject): Promise<void> {
  const first = await visit(project.url);
  expect(first.session).toEqual({ driver: "redis", visits: 1 });
  expect(first.cache.store).toBe("redis");
  expect(await ask(project, "select 1", `get ${VISITS}`)).toContain(`\r\n${first.cache.visits}`);
  const sessions = Number((await ask(project, "dbsize")).slice(1));
  await visit(project.url);
  expect(await ask(project, "dbsize")).toBe(`:${sessions + 1}`);

  const { failures } = await project.underLoad(() => replaceWebTask(project), "/visits");
  expect(failures).toEqual([]);
  const again = await visit(project.url, first.cookie);
  expect(again.session.visits).toBe(2);
  expect(again.cache.visits).toBeGreaterThan(first.cache.visits + 1);
}

/** What users and workers notice when the node fails that takes the writes, and another one has its data. */
export async function expectFailover(project: RunningProject): Promise<void> {
  await until("the second node has a copy", () => hasCopy(project));
  const before = await visit(project.url);
  const jobs = new JobStream(project, "failover");
  await ask(project, FAIL);
  const after = await visitAgain(project, before.cookie);
  expect(after.session.visits).toBe(2);
  expect(after.cache.visits).toBeGreaterThan(before.cache.visits);

  await until("the failed node is back", () => hasCopy(project));
  await jobs.stop();
  await until("all are done", async () => (await jobs.notOnce()).length === 0, 120);
  expect(jobs.failures).toEqual([]);
  await project.allIsWell();
}

/** A node less, which no request notices. When the last one fails, everyone is signed out, and the application goes on. */
export async function expectLoss(project: RunningProject): Promise<void> {
  project.change({
    cache: { kind: "valkey", multiAz: false },
    acceptedRisks: [...(production.acceptedRisks ?? []), "single-az-cache"],
  });
  await deployUnderLoad(project, "production-base", "production-service");
  const before = await visit(project.url);
  await ask(project, FAIL);
  const after = await visitAgain(project, before.cookie);
  expect(after.session.visits).toBe(1);
  expect(after.cache.visits).toBe(1);
  await project.allIsWell();
}

/** Back to the database, in the order of docs/operate.md. */
export async function expectWayBack(project: RunningProject): Promise<void> {
  const { env, acceptedRisks } = production;
  project.change({
    cache: { kind: "database" },
    acceptedRisks,
    env: { ...env, SESSION_DRIVER: "database" },
  });
  await deployUnderLoad(project, "production-service", "production-base");
  const { session, cache } = await visit(project.url);
  expect([session.driver, cache.store]).toEqual(["database", "database"]);
  await project.allIsWell();
}

/** Asks the Valkey as a container does: by its name, over TLS. */
async function ask(project: RunningProject, ...commands: string[]): Promise<string> {
  const [host] = await project.hosts();
  const names = JSON.parse(
    readFileSync(project.path(`.local/aws/${host?.instance}.names.json`), "utf8"),
  ) as Record<string, string>;
  const [name = "", address = ""] = Object.entries(names).find(([each]) => each.startsWith("master.")) ?? [];
  return answersOf({ host: address, port: PORT, name, authority: authority().certificate }, ...commands);
}

const hasCopy = async (project: RunningProject) =>
  (await ask(project, "info replication")).includes("state=online");

/** A visit as soon as one succeeds. */
async function visitAgain(project: RunningProject, cookie: string): Promise<Visits> {
  let visited: Visits | undefined;
  await until("visits are counted again", async () => (visited = await visit(project.url, cookie)), 60);
  return visited!;
}

async function deployUnderLoad(project: RunningProject, ...stacks: string[]): Promise<void> {
  const { failures } = await project.underLoad(() => project.deploy(...stacks), "/visits");
  expect(failures).toEqual([]);
}

async function replaceWebTask(project: RunningProject): Promise<void> {
  const ecs = new ECSClient(project.clients);
  const running = async () => {
    const { taskArns = [] } = await ecs.send(
      new ListTasksCommand({ cluster: WEB.cluster, serviceName: WEB.service }),
    );
    return taskArns;
  };
  const [old = ""] = await running();
  await ecs.send(new UpdateServiceCommand({ ...WEB, forceNewDeployment: true }));
  await until(
    "the new task runs alone",
    async () => {
      const tasks = await running();
      return tasks.length === 1 && !tasks.includes(old);
    },
    240,
  );
}
