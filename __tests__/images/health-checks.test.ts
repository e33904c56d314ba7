import { isRunning } from "../../constructs/containers/laravel-container";
import { WORKLOADS } from "../../facts/names";
import { FIXTURES } from "../helpers/fixtures";
import { goldenStacks } from "../helpers/golden-stacks";
import type { StackJson } from "../helpers/stacks";
import { containers, synthesize } from "../helpers/stacks";
import { Container, until, useContainers } from "./sandbox/container";
import { type DefinedContainer, type Definition, Definitions } from "./sandbox/definition";
import { nginxImage } from "./sandbox/image";
import { describeImages } from "./sandbox/requirements";
import { Stack } from "./sandbox/stack";

const IS_RUNNING = "/usr/local/bin/is-running";

interface Checked {
  readonly service: StackJson;
  readonly role: string;
  readonly definition: Definition;
}

/** Each kind of container with a health check in any environment or fixture, once: that of production if it has one. */
function checked(): [title: string, checked: Checked][] {
  const productionLast = goldenStacks().sort((a, b) => Number(isProduction(a)) - Number(isProduction(b)));
  const found = productionLast.flatMap(({ stack }) =>
    WORKLOADS.flatMap((role) =>
      (containers(stack, role) as unknown as Definition[]).flatMap((definition): [string, Checked][] => {
        const { name, command = [], healthCheck } = definition;
        if (healthCheck === undefined) return [];
        const title = [name, ...command.slice(0, 2), "by", ...healthCheck.command].join(" ");
        return [[title, { service: stack, role, definition }]];
      }),
    ),
  );
  return [...new Map(found)];
}

const isProduction = ({ name }: { name: string }) => name === "production-service";

describeImages("The health checks of the synthesized task definitions", () => {
  useContainers();
  let stack: Stack;
  let started: DefinedContainer[] = [];
  const known = new Map<StackJson, Definitions>();

  beforeAll(async () => {
    stack = await Stack.start();
    await stack.migrate();
  });

  afterEach(async () => {
    await Promise.all(started.map(({ container }) => container.stop(0)));
    started = [];
  });

  async function start(
    service: StackJson,
    role: string,
    name: string,
    links: Record<string, Container> = {},
  ): Promise<DefinedContainer> {
    // One for each service, whose containers share a volume.
    const definitions = known.get(service) ?? new Definitions(stack, service);
    known.set(service, definitions);
    const container = definitions.start(role, name, links);
    started.push(container);
    await container.healthy();
    return container;
  }

  /** Kills all processes of a container except init, whose command line contains the name of the workload. */
  function kill({ container }: DefinedContainer, program = ""): void {
    // An init process that is stopped neither ends the container nor reaps its children.
    container.signalInit("SIGSTOP");
    container.signal("SIGKILL", program);
  }

  it("are these", () => {
    const orOlder = (role: string) => `CMD-SHELL [ ! -x ${IS_RUNNING} ] || ${IS_RUNNING} ${role}`;

    expect(
      checked()
        .map(([title]) => title)
        .sort(),
    ).toEqual([
      "app by CMD /usr/local/bin/healthcheck",
      "nginx by CMD /usr/local/bin/healthcheck",
      `scheduler scheduler by ${orOlder("scheduler")}`,
      `worker artisan horizon by ${orOlder("horizon")}`,
      `worker artisan queue:work by ${orOlder("worker")}`,
    ]);
  });

  // That of Horizon is tried where a Valkey runs, in worker.test.
  it.each(checked().filter(([title]) => !title.includes("artisan horizon")))(
    "pass while it works, fail while it hangs and when it is dead: %s",
    async (_, { service, role, definition: { name, links = [] } }) => {
      const linked: Record<string, Container> = {};
      for (const link of links) linked[link] = (await start(service, role, link)).container;
      const checked = await start(service, role, name, linked);

      checked.container.signal("SIGSTOP");
      expect(checked.isHealthy()).toBe(false);

      checked.container.signal("SIGCONT");
      await checked.healthy();

      kill(checked);
      expect(checked.isHealthy()).toBe(false);
    },
  );

  it("report a dead worker while at-least keeps its container running, and not the live worker next to it", async () => {
    const sidecar = await start(synthesize().service, "web", "worker");
    const other = await start(synthesize(FIXTURES["worker-service"]).service, "worker", "worker");

    sidecar.container.signal("SIGKILL", "php artisan queue:work");
    await sidecar.says("at-least: ended with status 137");

    expect(sidecar.isHealthy()).toBe(false);
    expect(other.isHealthy()).toBe(true);
  });

  it("report a dead scheduler loop, although a search for its name finds the init process", async () => {
    const scheduler = await start(synthesize().service, "scheduler", "scheduler");

    kill(scheduler, "/bin/sh /usr/local/bin/scheduler");

    expect(scheduler.container.exec("is-running", "scheduler")).toEqual({
      code: 1,
      output: "is-running: no process of the scheduler runs.\n",
    });
    expect(scheduler.container.exec("grep", "-qs", "[s]cheduler", "/proc/1/cmdline").code).toBe(0);
  });

  it("do not mistake one workload for another, and refuse any other name", async () => {
    const scheduler = await start(synthesize().service, "scheduler", "scheduler");

    expect(scheduler.container.exec("is-running", "worker").code).toBe(1);
    expect(scheduler.container.exec("is-running", "web")).toEqual({
      code: 1,
      output: 'is-running: the workload is "web", allowed are worker, horizon and scheduler.\n',
    });
  });

  it("pass in an older image without them", async () => {
    const older = new Container({ name: "older", image: nginxImage(), command: ["sleep", "600"] });
    const { command } = isRunning("worker");

    await until("it runs", () => older.exec("true").code === 0);

    expect(older.exec("/bin/sh", "-c", ...command.slice(1))).toEqual({ code: 0, output: "" });
  });
});
