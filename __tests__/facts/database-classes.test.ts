import { isBurstableClass, maxConnectionsOf } from "../../facts/database-classes";

describe("a database class", () => {
  /** What MySQL said on a class with so much memory. */
  it.each([
    ["db.t4g.micro", 66],
    ["db.t3.small", 150],
    ["db.t3.medium", 312],
    ["db.m6g.large", 648],
  ])("is said to take fewer connections than it does: %s", (instanceClass, seen) => {
    expect(maxConnectionsOf(instanceClass)).toBeLessThanOrEqual(seen);
    expect(maxConnectionsOf(instanceClass)).toBeGreaterThan(seen * 0.75);
  });

  it("whose memory is not known takes nobody knows how many", () => {
    expect(maxConnectionsOf("db.x2g.large")).toBeUndefined();
  });

  it("spends credits if it is of a t family", () => {
    expect(["db.t3.small", "db.t4g.micro", "db.m6g.large", "db.r7g.large"].filter(isBurstableClass)).toEqual([
      "db.t3.small",
      "db.t4g.micro",
    ]);
  });
});
