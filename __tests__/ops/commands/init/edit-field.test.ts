import { editField } from "../../../../ops/commands/init/edit-field";

const TEXT = `import type { EnvironmentInput } from "../config/schema/schema";

/** Ours. */
export const live: EnvironmentInput = {
  // The name.
  application: "shop",
  production: true,
  region: REGION,
  availabilityZones: ["eu-west-1a", "eu-west-1b"], // two
  domain: { "name": "api.shop.example", hostedZone: \`shop.example\` },
  hosts: { ...SMALL, instanceType: "t3.small" },
};
`;

describe("a field of an environment's file", () => {
  it("is replaced where it is a plain value, and nothing else changes", () => {
    expect(editField(TEXT, ["application"], "store")).toBe(TEXT.replace('"shop"', '"store"'));
    expect(editField(TEXT, ["production"], false)).toBe(TEXT.replace("true", "false"));
    expect(editField(TEXT, ["domain", "name"], "shop.example")).toBe(
      TEXT.replace('"api.shop.example"', '"shop.example"'),
    );
    expect(editField(TEXT, ["availabilityZones"], ["eu-west-1b", "eu-west-1c"])).toBe(
      TEXT.replace('["eu-west-1a", "eu-west-1b"]', '["eu-west-1b","eu-west-1c"]'),
    );
  });

  it.each([
    { what: "a name", path: ["region"] },
    { what: "a template", path: ["domain", "hostedZone"] },
    { what: "beside a spread, which may hide it", path: ["hosts", "instanceType"] },
    { what: "absent", path: ["slack", "channel"] },
    { what: "an object", path: ["domain"] },
  ])("is left alone if it is $what", ({ path }) => {
    expect(editField(TEXT, path, "x")).toBeUndefined();
  });

  it("is left alone if the file exports more than one value", () => {
    expect(editField(`${TEXT}export const other = 1;`, ["application"], "x")).toBeUndefined();
  });
});
