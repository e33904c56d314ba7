import { resolveEnvironments } from "../../../config/resolve-environments";
import { production } from "../../environments/production";
import { drilled, factsOf } from "../../../ops/ci/facts";
import { permissionsOf } from "../../helpers/iam";
import { synthesize } from "../../helpers/stacks";

const facts = (change = {}) => factsOf(resolveEnvironments([{ ...production, ...change }])[0]!);

describe("what a workflow knows of an environment", () => {
  it("is where its images go, and who pushes and plans", () => {
    expect(facts()).toEqual({
      name: "api-production",
      region: "ap-northeast-1",
      account: "123456789012",
      registry: "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com",
      platform: "linux/amd64",
      "image-parameter": "/api-production/image/app",
      "deploy-role": "arn:aws:iam::123456789012:role/api-production-deploy",
      "drill-role": "arn:aws:iam::123456789012:role/api-production-drill",
      "plan-role": "arn:aws:iam::123456789012:role/api-production-plan",
    });
  });

  it("is that its hosts run on another processor", () => {
    expect(facts({ hosts: { ...production.hosts, instanceType: "t4g.small" } }).platform).toBe("linux/arm64");
  });

  it("names roles that are there", () => {
    const { base } = synthesize();
    for (const role of [facts()["deploy-role"], facts()["plan-role"]]) {
      expect(permissionsOf(base, role?.split("/")[1] ?? "")).not.toEqual([]);
    }
  });
});

describe("the workflow drill", () => {
  const isTried = (change = {}) =>
    drilled(
      resolveEnvironments([{ ...production, database: { ...production.database, drill: true }, ...change }]),
    );

  it("tries the environments with database.drill that GitHub may log in to", () => {
    expect(isTried()).toEqual(["production"]);
    expect(isTried({ database: production.database })).toEqual([]);
  });

  it("leaves one out that is switched off, instead of failing each day", () => {
    expect(isTried({ running: false })).toEqual([]);
  });
});
