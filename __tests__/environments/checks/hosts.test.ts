import { architectureOf } from "../../../environments/tables/instance-types";
import { resolve } from "../change";

describe("the hosts", () => {
  it.each([
    ["t2.small", "Use t3.small."],
    ["m4.xlarge", "Use m6i.xlarge."],
    ["m6i.larg", "Use m6i.large."],
    ["p4d.24xlarge", "add the family to environments/tables/instance-types.ts"],
  ])("are of a known type on Nitro, unlike %s", (instanceType, fix) => {
    expect(resolve({ "hosts.instanceType": instanceType })).toContain(fix);
  });

  it("can be replaced by launching first", () => {
    expect(resolve({ "hosts.minimum": 2, "hosts.maximum": 2 })).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: hosts.maximum
       got      2
       allowed  more than hosts.minimum, which is 2: a host is replaced by launching its successor first
       fix      Set it to 3 or more."
    `);
  });

  it("open each port once", () => {
    expect(resolve({ "hosts.egressPorts": [443, 587, 443] })).toContain("test: hosts.egressPorts[2]");
  });

  it("say which images they run", () => {
    expect(architectureOf("t3.small")).toBe("X86_64");
    expect(architectureOf("t4g.small")).toBe("ARM64");
    expect(() => architectureOf("t2.small")).toThrowErrorMatchingInlineSnapshot(
      `"Instance type "t2.small" is not in environments/tables/instance-types.ts"`,
    );
  });
});
