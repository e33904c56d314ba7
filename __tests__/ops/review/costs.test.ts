import { resolveEnvironments } from "../../../config/resolve-environments";
import { production } from "../../environments/production";
import { monthlyCost } from "../../../ops/commands/cost/monthly-cost";
import { costFileOf, costsSince } from "../../../ops/review/costs";
import { goldenFile, goldenNames } from "../../../ops/review/git";

jest.mock("../../../ops/review/git");

describe("costs", () => {
  const [environment] = resolveEnvironments([production]);
  const now = environment && monthlyCost(environment).total;

  const at = (files: Readonly<Record<string, string>>) => {
    jest.mocked(goldenNames).mockResolvedValue(Object.keys(files));
    jest.mocked(goldenFile).mockImplementation((_ref, name) => Promise.resolve(files[name] ?? ""));
  };

  it("are compared with the golden file of a git ref", async () => {
    at({ [costFileOf("production")]: '{"total": 61.4, "items": []}', "production-base.tf.json": "{}" });
    expect(await costsSince("main", new Set(["production"]))).toEqual([
      { environment: "production", before: 61.4, after: now },
    ]);
    expect(goldenFile).toHaveBeenCalledWith("main", "production.cost.json");
  });

  it("are those of a new environment as a whole", async () => {
    at({ "production-base.tf.json": "{}" });
    expect(await costsSince("main", new Set(["nowhere"]))).toEqual([
      { environment: "nowhere", before: 0, after: 0 },
    ]);
  });

  it("are unknown where the ref has no golden file of the cost, or no price", async () => {
    at({ "production-base.tf.json": "{}" });
    const unknown = [{ environment: "production", before: undefined, after: now }];
    expect(await costsSince("main", new Set(["production"]))).toEqual(unknown);
    at({ [costFileOf("production")]: '{"items": []}' });
    expect(await costsSince("main", new Set(["production"]))).toEqual(unknown);
  });
});
