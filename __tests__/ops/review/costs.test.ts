import { resolveEnvironments } from "../../../config/resolve-environments";
import { production } from "../../environments/production";
import { monthlyCost } from "../../../ops/commands/cost/monthly-cost";
import { costFileOf, costsSince } from "../../../ops/review/costs";
import { goldenFile, goldenNames } from "../../../ops/review/git";

jest.mock("../../../ops/review/git");

describe("costs", () => {
  const [environment] = resolveEnvironments([production]);
  const now = environment && { total: monthlyCost(environment).total, unpriced: [] };

  const at = (files: Readonly<Record<string, string>>) => {
    jest.mocked(goldenNames).mockResolvedValue(Object.keys(files));
    jest.mocked(goldenFile).mockImplementation((_ref, name) => Promise.resolve(files[name] ?? ""));
  };

  it("are compared with the golden file of a git ref", async () => {
    const items = [{ item: "host", monthly: 61.4 }, { item: "database db.r8g.large" }];
    at({ [costFileOf("production")]: JSON.stringify({ items }), "production-base.tf.json": "{}" });
    expect(await costsSince("main", new Set(["production"]))).toEqual([
      { environment: "production", before: { total: 61.4, unpriced: ["database db.r8g.large"] }, after: now },
    ]);
    expect(goldenFile).toHaveBeenCalledWith("main", "production.cost.json");
  });

  it("are those of a new environment as a whole", async () => {
    at({ "production-base.tf.json": "{}" });
    expect(await costsSince("main", new Set(["nowhere"]))).toEqual([
      { environment: "nowhere", before: { total: 0, unpriced: [] }, after: { total: 0, unpriced: [] } },
    ]);
  });

  it("are unknown where the ref has no golden file of the cost", async () => {
    at({ "production-base.tf.json": "{}" });
    expect(await costsSince("main", new Set(["production"]))).toEqual([
      { environment: "production", before: undefined, after: now },
    ]);
  });
});
