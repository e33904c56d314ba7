import { setTimeout as sleep } from "node:timers/promises";
import type { ContainerDefinition, Volume } from "@aws-sdk/client-ecs";
import { HEALTH_CHECK } from "../../facts/health-check";
import { synthesize } from "../helpers/stacks";
import { until, useContainers } from "./sandbox/container";
import { Definitions, volumesOf } from "./sandbox/definition";
import { EmbeddedCluster, type EmbeddedService } from "./sandbox/embedded-service";
import { describeImages } from "./sandbox/requirements";
import { Stack } from "./sandbox/stack";

/** Multiplies every interval and timeout of the checks. */
const PACE = 0.3;
const { unhealthyThreshold, intervalSeconds, timeoutSeconds } = HEALTH_CHECK;
/** How long the embedded load balancer needs to find a target unhealthy that does not answer: 30 s. */
const UNHEALTHY_AFTER = unhealthyThreshold * (intervalSeconds + timeoutSeconds) * PACE;
/** Longer than that, and shorter than nginx waits for an answer. */
const BLOCKED_SECONDS = 45;
/** More than twice the workers of the web container. */
const REQUESTS = 12;

describeImages("A web task whose workers all wait for a slow database", () => {
  useContainers();
  let cluster: EmbeddedCluster;
  let stack: Stack;
  let containers: ContainerDefinition[];
  let volumes: Volume[];

  beforeAll(async () => {
    cluster = await EmbeddedCluster.start(PACE, () => stack.links);
    stack = await Stack.start();
    await stack.migrate();
    const { service } = synthesize({ worker: { runs: "none" } });
    containers = new Definitions(stack, service).forEcs("web");
    volumes = volumesOf(service, "web");
  });

  afterAll(() => cluster.stop());

  const block = (service: EmbeddedService) =>
    Array.from({ length: REQUESTS }, () =>
      fetch(`${service.url}/slow-query/${BLOCKED_SECONDS}`).catch(() => undefined),
    );
  const answers = (service: EmbeddedService) =>
    fetch(`${service.url}/json`, { signal: AbortSignal.timeout(2000) }).then(
      ({ ok }) => ok,
      () => false,
    );

  it("stays healthy for the load balancer and ECS, and is not replaced", async () => {
    const service = await cluster.serve("web", containers, volumes);
    const before = await service.look();
    expect(await answers(service)).toBe(true);

    const blocking = block(service);
    await sleep(1000);
    const start = Date.now();
    const seen: (string | undefined)[] = [];
    while (Date.now() - start < (BLOCKED_SECONDS - 5) * 1000) {
      expect(await answers(service)).toBe(false);
      seen.push(...(await service.look()).health);
    }
    expect((Date.now() - start) / 1000).toBeGreaterThan(1.2 * UNHEALTHY_AFTER);

    expect(new Set(seen)).toEqual(new Set(["healthy"]));
    await Promise.all(blocking);
    await until("it answers again", () => answers(service), 120);
    expect(await service.look()).toEqual(before);
  });

  it("would be replaced if the health checks waited for the same workers", async () => {
    const like = containers.map(({ environment = [], ...container }) => ({
      ...container,
      environment: environment.map(({ name, value }) => ({
        name,
        // So that the load balancer's path is one like any other.
        value: name === "HEALTH_CHECK_PATH" ? "/another" : value,
      })),
    }));
    const service = await cluster.serve("shared", like, volumes);
    const { tasks } = await service.look();
    const seen: (string | undefined)[] = [];

    const blocking = block(service);

    await until(
      "another task has started",
      async () => {
        const now = await service.look();
        seen.push(...now.health);
        return now.tasks.some((task) => !tasks.includes(task));
      },
      2 * BLOCKED_SECONDS,
    );
    expect(seen).toContain("unhealthy");
    await Promise.all(blocking);
  });
});
