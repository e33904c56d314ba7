import { isBurstableClass, maxConnectionsOf } from "../../facts/database-classes";

describe("a database class", () => {
  /** The connections that MySQL reported on a class with so much memory. */
  it.each([
    ["db.t4g.micro", 66],
    ["db.t3.small", 150],
    ["db.t3.medium", 312],
    ["db.m6g.large", 648],
  ])("is estimated to accept fewer connections than it does: %s", (instanceClass, seen) => {
    expect(maxConnectionsOf(instanceClass)).toBeLessThanOrEqual(seen);
    expect(maxConnectionsOf(instanceClass)).toBeGreaterThan(seen * 0.75);
  });

  it("of unknown memory has no estimate", () => {
    expect(maxConnectionsOf("db.x2g.large")).toBeUndefined();
  });

  it("is burstable if it is of a t family", () => {
    expect(["db.t3.small", "db.t4g.micro", "db.m6g.large", "db.r7g.large"].filter(isBurstableClass)).toEqual([
      "db.t3.small",
      "db.t4g.micro",
    ]);
  });
});
