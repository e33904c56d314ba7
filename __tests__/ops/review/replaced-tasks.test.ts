import { UNKNOWN } from "../../../ops/review/values";
import { change, said } from "./change";

describe("hosts", () => {
  const group = (least: number, most: number) =>
    change("aws_autoscaling_group", {
      before: { desired_capacity: 2, launch_template: [{ version: "1" }] },
      after: {
        launch_template: [{ version: UNKNOWN }],
        instance_refresh: [
          { preferences: [{ min_healthy_percentage: least, max_healthy_percentage: most }] },
        ],
      },
    });
  const template = change("aws_launch_template", { changed: ["image_id", "latest_version"] });

  it("are replaced one by one, the new one first", () => {
    expect(said(group(100, 200), template)).toEqual([
      "replacement: The group of hosts (aws_autoscaling_group.it) replaces its hosts, because image_id changes: the new host starts first and takes over the tasks, then the old one is terminated.",
    ]);
  });

  it("are down when the old one goes first", () => {
    expect(said(group(0, 100), template)).toEqual([expect.stringMatching(/^downtime: .* its tasks stop\.$/)]);
  });

  it("end when the environment is switched off", () => {
    const sizes = (max_size: number) => ({ min_size: Math.min(1, max_size), max_size });
    expect(
      said(
        change("aws_autoscaling_group", { before: { desired_capacity: 1, ...sizes(2) }, after: sizes(0) }),
      ),
    ).toEqual([
      "downtime: The group of hosts (aws_autoscaling_group.it) terminates its only host, and starts no other: no task runs.",
    ]);
  });

  it("are down when their group is made anew", () => {
    expect(
      said(change("aws_autoscaling_group", { action: "replace", before: { desired_capacity: 1 } })),
    ).toEqual([
      "downtime: The group of hosts (aws_autoscaling_group.it) is destroyed and created again, and its only host with it: no task runs until new hosts have joined.",
    ]);
  });
});

describe("a service", () => {
  it("stops when it is destroyed, replaced, or scaled to 0", () => {
    const before = { name: "web", desired_count: 1 };
    expect([
      ...said(change("aws_ecs_service", { action: "delete", before })),
      ...said(change("aws_ecs_service", { action: "replace", before })),
      ...said(change("aws_ecs_service", { before, after: { ...before, desired_count: 0 } })),
    ]).toEqual([
      "downtime: The service (aws_ecs_service.it) is destroyed: web stops.",
      "downtime: The service (aws_ecs_service.it) is destroyed and created again: web stops until the new service is running.",
      "downtime: The service (aws_ecs_service.it) has no tasks any more: web stops.",
    ]);
  });

  it("does not restart for a tag or another number of tasks", () => {
    expect(
      said(
        change("aws_ecs_service", { before: { desired_count: 1 }, after: { desired_count: 2, tags: {} } }),
      ),
    ).toEqual([]);
  });
});
