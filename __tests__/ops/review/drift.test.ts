import { driftOf } from "../../../ops/review/plan-changes";
import type { ResourceChange } from "../../../ops/review/plan";
import { same } from "../../../ops/review/values";

const drift = (type: string, before: object, after: object, actions = ["update"]): ResourceChange => ({
  address: `${type}.it`,
  mode: "managed",
  type,
  name: "it",
  change: { actions, before, after, after_unknown: {}, before_sensitive: {}, after_sensitive: {} },
});
const seen = (resource: ResourceChange, isTakenBack: boolean, all = false) =>
  driftOf(
    { format_version: "1.2", resource_drift: [resource], resource_changes: isTakenBack ? [resource] : [] },
    undefined,
    all,
  ).map(({ changed }) => changed);

describe("what others changed", () => {
  const retention = drift("aws_cloudwatch_log_group", { retention_in_days: 7 }, { retention_in_days: 3 });

  it("is reported where the plan reverts it, and completely where the plan only refreshes", () => {
    expect(seen(retention, true)).toEqual([["retention_in_days"]]);
    expect(seen(retention, false)).toEqual([]);
    expect(seen(retention, false, true)).toEqual([["retention_in_days"]]);
  });

  it("reports what is gone, and a rule added by hand that no plan reverts", () => {
    expect(seen(drift("aws_sqs_queue", { name: "jobs" }, {}, ["delete"]), false)).toHaveLength(1);
    expect(seen(drift("aws_security_group", { ingress: [1] }, { ingress: [1, 2] }), false)).toEqual([
      ["ingress"],
    ]);
  });

  it("is not what AWS fills in", () => {
    expect(seen(drift("aws_sqs_queue", { policy: "" }, { policy: "{}", tags: {} }), true)).toEqual([]);
  });
});

describe("two values", () => {
  it("are the same in another order, and with another word for nothing", () => {
    expect(
      same(
        [{ id: 1, period: null }, { id: 2 }],
        [
          { id: 2, label: "" },
          { id: 1, period: 0 },
        ],
      ),
    ).toBe(true);
    expect(same({ a: null }, { a: false })).toBe(true);
  });

  it("are not the same otherwise", () => {
    expect(same([1, 1, 2], [1, 2, 2])).toBe(false);
    expect(same({ a: 0 }, { a: 1 })).toBe(false);
    expect(same(0, false)).toBe(false);
    expect(same(null, true)).toBe(false);
  });
});
