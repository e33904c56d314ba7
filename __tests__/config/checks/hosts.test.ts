import { architectureOf } from "../../../facts/instance-types";
import { mistakeIn, resolve } from "../change";

describe("the hosts", () => {
  it.each([
    ["t2.small", "Use t3.small."],
    ["m4.xlarge", "Use m6i.xlarge."],
    ["m6i.larg", "Use m6i.large."],
    ["p4d.24xlarge", "add the family to facts/instance-types.ts"],
  ])("are of a known type on Nitro, unlike %s", (instanceType, fix) => {
    expect(resolve({ "hosts.instanceType": instanceType })).toContain(fix);
  });

  it("can be replaced by launching first", () => {
    expect(mistakeIn({ "hosts.minimum": 2, "hosts.maximum": 2 })).toMatchInlineSnapshot(`
     "hosts.maximum
       got      2
       allowed  more than hosts.minimum, which is 2: the replacement of a host is launched first
       fix      Set it to 3 or more."
    `);
  });

  it("open each port once", () => {
    expect(resolve({ "hosts.egressPorts": [443, 587, 443] })).toContain("test: hosts.egressPorts[2]");
  });

  it("have a pinned release", () => {
    expect(architectureOf("t3.small")).toBe("X86_64");
    expect(architectureOf("t4g.small")).toBe("ARM64");
    expect(() => architectureOf("t2.small")).toThrowErrorMatchingInlineSnapshot(
      `"Instance type "t2.small" is not in facts/instance-types.ts"`,
    );
  });

  it("run a release of a day in the past", () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10).replaceAll("-", "");
    const today = new Date().toISOString().slice(0, 10).replaceAll("-", "");

    expect(resolve({ "hosts.ecsAmiRelease": `2023.0.${today}` })).toBe("accepted");
    expect(resolve({ "hosts.ecsAmiRelease": "2023.0.20240229" })).toBe("accepted");
    for (const day of ["20260231", "20261301", "20250229", "20260100"])
      expect(resolve({ "hosts.ecsAmiRelease": `2023.0.${day}` })).toContain("which is not a calendar day");
    expect(resolve({ "hosts.ecsAmiRelease": `2023.0.${tomorrow}` })).toContain("a day in the future");
    expect(mistakeIn({ "hosts.ecsAmiRelease": "2023.0.20260231" })).toMatchInlineSnapshot(`
     "hosts.ecsAmiRelease
       got      "2023.0.20260231", which is not a calendar day
       allowed  a release that AWS has published; it ends with the day it was built, YYYYMMDD
       fix      Use the newest: aws ssm get-parameter --name /aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_version --region eu-west-1"
    `);
  });

  it("run the kernel in the name of the release", () => {
    expect(resolve({ "hosts.ecsAmiKernel": "6.12" })).toBe("accepted");
    expect(resolve({ "hosts.ecsAmiKernel": "kernel-6.12" })).toContain(
      "the kernel in the AMI's name, like 6.1",
    );
  });

  it("open no more ports than fit a security group", () => {
    const ports = (count: number) => Array.from({ length: count }, (_each, index) => 1_000 + index);

    expect(resolve({ "hosts.egressPorts": ports(50) })).toBe("accepted");
    expect(resolve({ "hosts.egressPorts": ports(51) })).toContain(
      "allowed  at most 50: a security group has 60 outbound rules",
    );
  });
});
