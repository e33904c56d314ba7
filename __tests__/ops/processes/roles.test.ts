import { NEW, OLD } from "../stage/account";
import type { Stage } from "../stage/stage";
import { useStage } from "../stage/use-stage";
import { facts } from "./facts";

jest.setTimeout(60_000);

/** Where the workers are services of their own, and EventBridge starts the scheduler, which then is a family alone. */
describe("a release of roles that run in other ways", () => {
  let stage: Stage;
  useStage((opened) => (stage = opened), {
    hosts: { instanceType: "t3.medium", ecsAmiRelease: "2023.0.20260226" },
    worker: { runs: "service" },
    workers: [{ name: "slow", queues: ["default"] }],
    scheduler: { runs: "eventbridge" },
  });

  const revisions = (number: number) =>
    ["web", "worker", "worker_slow", "scheduler", "migrate"].map(
      (role) => `api-production-${role}:${number}`,
    );
  const services = (number: number) => revisions(number).slice(0, 3);

  it("rolls web and all workers, and gives EventBridge a newer revision to start", async () => {
    const { code, stdout, stderr } = await stage.ops(["deploy", "production", "--tag", NEW]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(
      /worker: running api-production-worker:2\.[^]*worker_slow: running api-production-worker_slow:2\./,
    );
    expect(await facts(stage)).toEqual({
      parameters: [NEW, NEW],
      services: services(2),
      newest: revisions(2),
      locked: false,
    });
  });

  it("takes web, the scheduler and the first workers back where other workers fail", async () => {
    stage.script[`worker_slow ${NEW}`] = { exits: 255 };

    const { code, stderr } = await stage.ops(["deploy", "production", "--tag", NEW]);

    expect(code).toBe(1);
    expect(stderr).toMatch(
      /worker_slow: the deployment was rolled back[^]*worker: running api-production-worker:1 again/,
    );
    expect(await facts(stage)).toEqual({
      parameters: [OLD, OLD],
      services: services(1),
      newest: revisions(1),
      locked: false,
    });
  });

  it("is rolled back as a whole", async () => {
    await stage.ops(["deploy", "production", "--tag", NEW]);

    const { code } = await stage.ops(["rollback", "production"]);

    expect(code).toBe(0);
    expect(await facts(stage)).toEqual({
      parameters: [OLD, OLD],
      services: services(3),
      newest: revisions(3),
      locked: false,
    });
  });
});
