import { resolve } from "../config/change";

/** What a rule refuses in a construct, and an environment can already get wrong. */
describe("a mistake in an environment", () => {
  it.each([
    ["bad CIDR host bits", { "network.cidr": "10.9.0.1/16" }, "network.cidr"],
    [
      "LB name > 32",
      { application: "a".repeat(20), environment: "b".repeat(20) },
      "application, environment",
    ],
    ["log retention 13", { "logs.retentionDays": 13 }, "logs.retentionDays"],
    ["number as env value", { "env.PORT": 80 }, "env.PORT"],
    ['stopTimeout: "60s"', { "web.stopTimeoutSeconds": "60s" }, "web.stopTimeoutSeconds"],
    ["upper-case DB identifier", { application: "Shop" }, "application"],
    ["ASG min > max", { "hosts.minimum": 3 }, "hosts.maximum"],
    ["capacity-provider name starting ecs/aws", { application: "ecs-shop" }, "application"],
    ["reserved DB username", { "database.username": "root" }, "database.username"],
    ["one ALB subnet", { "network.publicSubnets": ["10.9.0.0/24"] }, "network.publicSubnets"],
    ["container with no memory", { "web.app.memoryMiB": 0 }, "web.app.memoryMiB"],
    ["misspelt key", { "web.app.memoryMib": 512 }, "web.app.memoryMib"],
    ["upper-case/underscore bucket name", { stateBucket: "Shop_State" }, "stateBucket"],
    ["subnet outside the VPC", { "network.cidr": "10.8.0.0/16" }, "network.publicSubnets[0]"],
    ["SSM name under /aws", { application: "aws" }, "application"],
  ])("is refused by the checks of config/: %s", (_, changes, path) => {
    expect(resolve(changes)).toContain(`: ${path}\n`);
  });
});
