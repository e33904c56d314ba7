import { resolveEnvironments } from "../../../config/resolve-environments";
import { production } from "../../../environments/production";
import { monthlyCost } from "../../../ops/commands/cost/monthly-cost";
import { costsSince } from "../../../ops/review/costs";

describe("costs", () => {
  const [environment] = resolveEnvironments([production]);
  const now = environment && monthlyCost(environment).total;

  it("are compared with those of a git ref, by its own environments", async () => {
    const [cost, ...more] = await costsSince("HEAD", new Set(["production"]));

    expect(more).toEqual([]);
    expect(cost?.before).toBeGreaterThan(0);
    expect(cost).toMatchObject({ environment: "production", after: now });
  });

  it("are those of a new environment as a whole", async () => {
    expect(await costsSince("HEAD", new Set(["nowhere"]))).toEqual([
      { environment: "nowhere", before: 0, after: 0 },
    ]);
  });

  it("are not known where the environments of the ref cannot be read", async () => {
    // The empty tree, which every git knows.
    const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
    expect(await costsSince(emptyTree, new Set(["production"]))).toEqual([
      { environment: "production", before: undefined, after: now },
    ]);
  });
});
