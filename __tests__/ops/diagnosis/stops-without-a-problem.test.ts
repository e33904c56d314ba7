import type { Task } from "@aws-sdk/client-ecs";
import { causes, container, minutesAgo, revision, service, stopped, task, waiting } from "./observed";

describe("What stopped without a problem", () => {
  it("keeps silent about stops that are meant", () => {
    const scaled = {
      stoppedReason: "Scaling activity initiated by (deployment ecs-svc/1)",
      stopCode: "ServiceSchedulerInitiated" as const,
    };
    expect(causes({ tasks: [stopped("web", [container("app", { exitCode: 143 })], scaled)] })).toEqual([]);
    expect(
      causes({ tasks: [stopped("web", [container("app", { exitCode: 0 })], { stopCode: "UserInitiated" })] }),
    ).toEqual([]);
  });

  it("reports a run of the schedule only if it failed", () => {
    const tick = (exitCode: number) =>
      stopped("scheduler", [container("scheduler", { exitCode })], { group: "family:shop-test-scheduler" });
    const services = [service("web")];
    const changes = { "scheduler.runs": "eventbridge" };
    expect(causes({ services, tasks: [tick(0)] }, changes)).toEqual([]);
    expect(causes({ services, tasks: [tick(1)] }, changes)).toEqual(["container-failed"]);
  });

  it("keeps silent about what operators started themselves", () => {
    const own = stopped("migrate", [container("migrate", { exitCode: 1 })], { startedBy: "ops run" });
    expect(causes({ tasks: [own] })).toEqual([]);
  });

  it("keeps silent about one death that was mended, and about a release that was replaced", () => {
    const crash = stopped("web", [container("app", { exitCode: 1 })]);
    const earlier = { ...crash, taskDefinitionArn: revision("web", 11) };
    expect(causes({ tasks: [crash] })).toEqual([]);
    expect(causes({ tasks: [crash, crash] })).toEqual(["container-failed"]);
    expect(causes({ tasks: [earlier, earlier] })).toEqual([]);
  });

  it("keeps silent about the deaths before the same revision was deployed again, and completed", () => {
    const died = (minutes: number) =>
      stopped("web", [container("app", { exitCode: 1 })], { stoppedAt: minutesAgo(minutes) });
    const deployed = {
      serviceArn: service("web").serviceArn,
      status: "SUCCESSFUL" as const,
      createdAt: minutesAgo(5),
    };
    const seen = { serviceDeployments: [deployed] };
    expect(causes({ ...seen, tasks: [died(6), died(7)] })).toEqual([]);
    expect(causes({ ...seen, tasks: [died(3), died(4)] })).toEqual(["container-failed"]);
  });

  it("keeps silent about tasks that did not start, once all tasks run", () => {
    const reason =
      "ResourceInitializationError: unable to pull secrets: invalid parameters: /shop-test/secret/APP_KEY";
    const failed = stopped("web", [container("app")], {
      stoppedReason: reason,
      stopCode: "TaskFailedToStart",
    });
    expect(causes({ tasks: [failed, failed] })).toEqual([]);
    expect(causes({ services: [waiting("web")], tasks: [failed, failed] })).toEqual(["secret-unreadable"]);
  });

  it("does not blame a release for what died before it", () => {
    const web = waiting("web", { runningCount: 1, taskDefinition: revision("web", 13) });
    const old: Task = stopped("web", [container("app", { exitCode: 1 })], { stoppedAt: minutesAgo(30) });
    const seen = {
      services: [web, service("scheduler")],
      serviceDeployments: [
        { serviceArn: web.serviceArn, status: "IN_PROGRESS" as const, createdAt: minutesAgo(5) },
      ],
      tasks: [task("web", [container("app")]), old],
    };
    expect(causes(seen)).toEqual([]);
    expect(causes({ ...seen, tasks: [{ ...old, stoppedAt: minutesAgo(2) }] })).toEqual(["container-failed"]);
  });

  it("keeps silent about a failed migration once something else was deployed, as by a rollback", () => {
    const failed = stopped("migrate", [container("migrate", { exitCode: 1 })], { stoppedAt: minutesAgo(9) });
    const deployed = (minutes: number) =>
      causes({
        tasks: [failed],
        serviceDeployments: [
          { serviceArn: service("web").serviceArn, status: "SUCCESSFUL", createdAt: minutesAgo(minutes) },
        ],
      });
    expect(deployed(10)).toEqual(["migration-failed"]);
    expect(deployed(8)).toEqual([]);
  });
});
