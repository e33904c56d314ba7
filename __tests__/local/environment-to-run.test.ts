import type { EnvironmentInput } from "../../config/schema/schema";
import { environmentToRun } from "../../local/environment-to-run";

jest.mock("../../environments/environments", () => {
  const { production } = jest.requireActual<{ production: EnvironmentInput }>(
    "../../environments/production",
  );
  return {
    ENVIRONMENTS: [
      { ...production, environment: "test", production: false, database: { instanceClass: "db.t4g.micro" } },
      { ...production, environment: "live" },
    ],
  };
});

describe("the environment of make up", () => {
  it("is the production environment, whatever its name and its place", () => {
    expect(environmentToRun().name).toBe("api-live");
  });
});
