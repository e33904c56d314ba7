import { change } from "../../config/change";
import { containers, only, synthesizeEnvironment } from "../../helpers/stacks";

describe("a web task with large uploads and long requests", () => {
  const { base, service } = synthesizeEnvironment(
    change({ "hosts.instanceType": "t3.medium", "web.maximumUploadMiB": 40, "web.requestSeconds": 150 }),
  );
  const container = (name: string) => containers(service, "web").find((each) => each.name === name);
  const variables = [
    { name: "MAXIMUM_UPLOAD_MIB", value: "40" },
    { name: "REQUEST_SECONDS", value: "150" },
  ];
  const tmp = (size: number) => ({
    tmpfs: expect.arrayContaining([expect.objectContaining({ containerPath: "/tmp", size })]) as unknown,
  });

  it("has both numbers in nginx and in PHP-FPM, and room for four uploads", () => {
    expect(container("nginx")).toMatchObject({
      environment: expect.arrayContaining(variables) as unknown,
      memory: 184,
      stopTimeout: 155,
      linuxParameters: tmp(168),
    });
    expect(container("app")).toMatchObject({
      environment: variables,
      memory: 504,
      stopTimeout: 155,
      linuxParameters: tmp(184),
    });
  });

  it("has no larger worker", () => {
    expect(container("worker")).toMatchObject({ memory: 160, linuxParameters: tmp(64) });
  });

  it("is behind a load balancer that waits as long", () => {
    expect(only(base, "aws_lb").idle_timeout).toBe(155);
    expect(only(base, "aws_lb_target_group").deregistration_delay).toBe("150");
  });
});
