import { changesOf } from "../../../ops/review/plan-changes";
import { comment } from "../../../ops/review/comment";
import { page } from "../../../ops/review/page";
import type { ResourceChange } from "../../../ops/review/plan";
import { reviewPlan } from "../../../ops/review/review";
import { summary } from "../../../ops/review/summary";
import { HIDDEN, masked, UNKNOWN } from "../../../ops/review/values";

const CANARY = "canary-d41d8cd9";

const changed = (
  type: string,
  values: object,
  sensitive: unknown,
  more: Partial<ResourceChange["change"]> = {},
): ResourceChange => ({
  address: `${type}.it`,
  mode: "managed",
  type,
  name: "it",
  change: {
    actions: ["update"],
    before: {},
    after: values,
    after_unknown: {},
    before_sensitive: {},
    after_sensitive: sensitive,
    ...more,
  },
});

const never = () => false;

describe("what must not be shown", () => {
  it("is left out where Terraform marks it, at any depth", () => {
    expect(masked({ a: [{ b: 1, c: 2 }], d: 3 }, { a: [{ b: true }] }, { d: true, e: true }, never)).toEqual({
      a: [{ b: HIDDEN, c: 2 }],
      d: UNKNOWN,
      e: UNKNOWN,
    });
    expect(masked({ a: 1 }, true, {}, never)).toBe(HIDDEN);
  });

  it("is in neither comment, page nor log, whatever rule looks at it", () => {
    const policy = JSON.stringify({ Statement: [{ Effect: "Allow", Action: CANARY, Resource: CANARY }] });
    const plan = {
      format_version: "1.2",
      resource_changes: [
        changed("aws_iam_role_policy", { policy }, { policy: true }),
        changed(
          "aws_vpc_security_group_ingress_rule",
          { ip_protocol: "tcp", from_port: 1, to_port: 2, cidr_ipv4: CANARY },
          { cidr_ipv4: true },
        ),
        changed(
          "aws_db_instance",
          { engine_version: CANARY, maintenance_window: CANARY },
          { engine_version: true, maintenance_window: true },
          { before: { engine_version: "8.4" } },
        ),
        changed("aws_ecs_service", { name: CANARY, desired_count: 0 }, true, {
          before: { name: CANARY, desired_count: 1 },
          before_sensitive: { name: true },
        }),
        changed(
          "aws_db_parameter_group",
          { parameter: [{ name: CANARY, apply_method: "pending-reboot" }] },
          { parameter: true },
        ),
        changed(
          "aws_sqs_queue",
          {},
          {},
          {
            actions: ["delete", "create"],
            replace_paths: [["tags", CANARY]],
            before: { tags: { [CANARY]: CANARY } },
            before_sensitive: { tags: true },
          },
        ),
      ],
    };
    const stacks = [reviewPlan("staging-base", plan, "")];
    const all = [
      comment({ stacks, costs: [] }, { accepted: "no" }),
      page({ stacks, costs: [] }, { accepted: "no", graphs: new Map() }),
      summary({ stacks, costs: [] }, "no"),
    ].join("\n");

    expect(all).toContain("because `tags` cannot be changed");
    expect(all).not.toContain(CANARY);
    expect(JSON.stringify(plan)).toContain(CANARY);
  });

  it("is struck out of Terraform's text too, where a provider copied it", () => {
    const tags = { owner: CANARY, note: `first ${CANARY}\nsecond line`, short: "abc", none: "" };
    const plan = {
      format_version: "1.2",
      variables: { token: { value: "token-of-a-variable" }, size: { value: "t3.small" } },
      configuration: { root_module: { variables: { token: { sensitive: true }, size: {} } } },
      resource_changes: [
        changed("aws_sqs_queue", { tags, tags_all: tags, name: `${CANARY}-jobs` }, { tags: true }),
      ],
    };
    const text = [
      "  # aws_sqs_queue.it will be updated in-place",
      `  + "owner" = "${CANARY}"`,
      "      first canary-d41d8cd9",
      "      second line",
      '  + "short" = "abc", "abcd"',
      '  + token = "token-of-a-variable", size = "t3.small"',
    ].join("\n");

    const { bodies, changes } = reviewPlan("s", plan, text);
    expect(bodies.get("aws_sqs_queue.it")?.split("\n").slice(1)).toEqual(
      [
        '+ "owner" = "(sensitive value)"',
        "      (sensitive value)",
        "      (sensitive value)",
        '+ "short" = "(sensitive value)", "abcd"',
        '+ token = "(sensitive value)", size = "t3.small"',
      ].map((line) => line.replace(/^\+ /, "+  ")),
    );
    expect(changes[0]?.after.name).toBe(HIDDEN);
  });

  it("has no data that is only read among the changes", () => {
    const read: ResourceChange = { ...changed("aws_ssm_parameter", { value: CANARY }, {}), mode: "data" };
    expect(changesOf({ format_version: "1.2", resource_changes: [read] })).toEqual([]);
  });
});
