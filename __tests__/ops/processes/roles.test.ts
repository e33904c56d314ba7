import { NEW, OLD } from "../stage/account";
import type { Stage } from "../stage/stage";
import { useStage } from "../stage/use-stage";
import { facts } from "./facts";

jest.setTimeout(60_000);

/** Where the worker is a service of its own, and EventBridge starts the scheduler, which then is a family alone. */
describe("a release of roles that run in other ways", () => {
  let stage: Stage;
  useStage((opened) => (stage = opened), {
    hosts: { instanceType: "t3.medium", ecsAmiRelease: "2023.0.20260226" },
    worker: { runs: "service" },
    scheduler: { runs: "eventbridge" },
  });

  const revisions = (number: number) =>
    ["web", "worker", "scheduler", "migrate"].map((role) => `api-production-${role}:${number}`);
  const services = (number: number) => revisions(number).slice(0, 2);

  it("rolls web and worker, and gives EventBridge a newer revision to start", async () => {
    const { code, stdout, stderr } = await stage.ops(["deploy", "production", "--tag", NEW]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("worker: running api-production-worker:2.");
    expect(await facts(stage)).toEqual({
      parameters: [NEW, NEW],
      services: services(2),
      newest: revisions(2),
      locked: false,
    });
  });

  it("takes web and the scheduler back where the worker fails", async () => {
    stage.script[`worker ${NEW}`] = { exits: 255 };

    const { code, stderr } = await stage.ops(["deploy", "production", "--tag", NEW]);

    expect(code).toBe(1);
    expect(stderr).toContain("worker");
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
