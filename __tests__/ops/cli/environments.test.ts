import type { EnvironmentInput } from "../../../config/schema/schema";
import { environmentNamed } from "../../../ops/cli/environments";
import { Refusal } from "../../../ops/cli/refusal";

jest.mock("../../../environments/environments", () => {
  const { production } = jest.requireActual<{ production: EnvironmentInput }>(
    "../../environments/production",
  );
  return {
    ENVIRONMENTS: [
      { ...production, region: "ap-northeast-9" },
      { ...production, environment: "staging" },
    ],
  };
});

describe("environmentNamed", () => {
  it("gives an environment although another one has a mistake", () => {
    expect(environmentNamed("staging").name).toBe("api-staging");
  });

  it("refuses the one that has the mistake, with the message of synth", () => {
    expect(() => environmentNamed("production")).toThrow(Refusal);
    expect(() => environmentNamed("production")).toThrow(
      /nothing was done[^]*production: region\n {2}got {6}"ap-northeast-9/,
    );
  });

  it("lists the environments there are", () => {
    expect(() => environmentNamed("live")).toThrow(
      'The environment "live" does not exist.\nFix: Use one of: production, staging.',
    );
  });
});
