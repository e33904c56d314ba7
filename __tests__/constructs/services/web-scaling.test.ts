import { grown } from "../../helpers/fixtures";
import { all, containers, named, releasedCount, synthesize } from "../../helpers/stacks";

const fixed = synthesize().service;
const { service } = synthesize(grown);
const policy = (name: string) =>
  named(service, "aws_appautoscaling_policy", `api-production-web-${name}`)
    .target_tracking_scaling_policy_configuration;

describe("web tasks that do not scale", () => {
  it("are as many as the environment says, and use the CPU there is", () => {
    expect(all(fixed, "aws_appautoscaling_target")).toEqual([]);
    expect(named(fixed, "aws_ecs_service", "web")).toMatchObject({ desired_count: releasedCount(1) });
    expect(named(fixed, "aws_ecs_service", "web")).not.toHaveProperty("lifecycle");
    for (const container of containers(fixed)) expect(container).not.toHaveProperty("cpu");
  });
});

describe("web tasks that scale", () => {
  it("are moved between the desired count and the maximum, and Terraform leaves them there", () => {
    expect(all(service, "aws_appautoscaling_target")).toContainEqual(
      expect.objectContaining({ min_capacity: 2, max_capacity: 4 }),
    );
    expect(named(service, "aws_ecs_service", "web")).toMatchObject({
      desired_count: releasedCount(2),
      lifecycle: { ignore_changes: ["desired_count"] },
    });
  });

  it("keep their CPU use near a share of what is kept for them", () => {
    expect(policy("cpu")).toMatchObject({
      target_value: 60,
      predefined_metric_specification: { predefined_metric_type: "ECSServiceAverageCPUUtilization" },
    });
    const web = containers(service, "web");
    expect(web.reduce((total, { cpu }) => total + Number(cpu), 0)).toBe(512);
  });

  it("leave every other container a share of a busy host", () => {
    for (const { cpu } of containers(service)) expect(cpu).toBeGreaterThan(0);
  });

  it("keep the requests each gets near a number, where one is given", () => {
    expect(policy("requests")).toMatchObject({
      target_value: 600,
      predefined_metric_specification: {
        predefined_metric_type: "ALBRequestCountPerTarget",
        resource_label: expect.stringMatching(/loadBalancerArnSuffix\}\/.*targetGroupArnSuffix/) as string,
      },
    });
    const onCpuOnly = synthesize({ ...grown, web: { scaling: { maximum: 2 } } }).service;
    expect(JSON.stringify(onCpuOnly)).not.toContain("ALBRequestCountPerTarget");
  });

  it("add up to the same with a worker beside them", () => {
    const beside = synthesize({ ...grown, worker: { runs: "sidecar" } }).service;

    expect(containers(beside, "web").map(({ name, cpu }) => [name, cpu])).toEqual([
      ["nginx", 64],
      ["app", 384],
      ["worker", 64],
    ]);
  });
});
