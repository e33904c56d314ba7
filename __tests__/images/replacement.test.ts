import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { useContainers } from "./sandbox/container";
import { describeImages } from "./sandbox/requirements";
import { Stack, type WebTask } from "./sandbox/stack";

const CLIENTS = 12;

/** One request over a kept-alive connection, as a load balancer makes them. */
const statusOf = (origin: string, path: string, agent: Agent): Promise<number> =>
  new Promise((resolve) => {
    request(`${origin}${path}`, { agent }, (response) => {
      response.resume().once("end", () => resolve(response.complete ? (response.statusCode ?? 0) : 0));
    })
      .once("error", () => resolve(0))
      .end();
  });

describeImages("Replacing a web task by a second one", () => {
  useContainers();

  it("fails no request, neither new ones nor those in flight on SIGQUIT", async () => {
    const stack = await Stack.start();
    await stack.migrate();
    let target: WebTask = await stack.web("first");
    const statuses: number[] = [];
    let inFlight = 0;
    let stopping = false;

    const client = async (index: number): Promise<void> => {
      const agents = new Map<WebTask, Agent>();
      for (let count = 0; !stopping; count++) {
        const task = target;
        if (!agents.has(task)) agents.set(task, new Agent({ keepAlive: true, maxSockets: 1 }));
        const path = (count + index) % 20 === 0 ? "/slow/900" : "/json";
        inFlight++;
        statuses.push(await statusOf(task.origin, path, agents.get(task)!));
        inFlight--;
      }
      for (const agent of agents.values()) agent.destroy();
    };
    const clients = Array.from({ length: CLIENTS }, (_, index) => client(index));

    await sleep(3000);
    const first = target;
    const second = await stack.web("second");
    target = second;
    // The load balancer sends no new requests to the first task, which must finish those in flight.
    const atStop = inFlight;
    const before = statuses.length;
    // ECS stops what depends on a container (a link is a dependency) before the container.
    const stops = [await first.nginx.stop(), await first.app.stop()];
    while (statuses.length < Math.max(2500, before + 500)) await sleep(100);
    stopping = true;
    await Promise.all(clients);

    console.info(
      `replacement: ${statuses.filter((status) => status !== 200).length} failed of ${statuses.length} requests, ` +
        `${atStop} in flight at SIGQUIT, stopped in ${stops.map(({ seconds }) => seconds).join(" and ")} s`,
    );
    expect(statuses.length).toBeGreaterThanOrEqual(2000);
    expect(atStop).toBeGreaterThan(0);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    expect(stops.map(({ code }) => code)).toEqual([0, 0]);
  });
});
