import { reviewGolden } from "../../../ops/review/golden";
import { UNKNOWN } from "../../../ops/review/values";
import { change, said } from "./change";

const bucket = (days: object, more: object = {}) => ({
  bucket: "files",
  rule: [{ status: "Enabled", filter: [{ prefix: "" }], expiration: [days], ...more }],
});
const LIFECYCLE = "aws_s3_bucket_lifecycle_configuration";
const LOWERED = [`protection: ${LIFECYCLE}.it lowers its protection: rule.`];

const tls = (value: string) => ({ parameter: [{ name: "require_secure_transport", value }] });

it.each([
  ["aws_kms_key", { is_enabled: true }, { is_enabled: false }],
  ["aws_cloudwatch_event_rule", { state: "ENABLED" }, { state: "DISABLED" }],
  ["aws_cloudwatch_metric_alarm", { alarm_actions: ["topic"] }, { alarm_actions: [] }],
  ["aws_cloudwatch_metric_alarm", {}, { actions_enabled: false }],
  ["aws_db_parameter_group", tls("1"), tls("0")],
  ["aws_db_parameter_group", tls("1"), {}],
  ["aws_lb", { access_logs: [{ enabled: true }] }, { access_logs: [] }],
  ["aws_lb_listener", { protocol: "HTTPS" }, { protocol: "HTTP" }],
  ["aws_ssm_parameter", { type: "SecureString" }, { type: "String" }],
])("the protection of %s is lowered from %j to %j", (type, before, after) => {
  const findings = said(change(type, { before, after })).join("\n");
  expect(findings).toMatch(/^protection: .* lowers its protection: /m);
  expect(said(change(type, { before: after, after: before })).join()).not.toContain("lowers its protection");
});

describe("an argument that is left out", () => {
  it.each([
    ["aws_db_instance", { deletion_protection: true }],
    ["aws_db_instance", { delete_automated_backups: false }],
    ["aws_db_instance", { multi_az: true }],
    ["aws_elasticache_replication_group", { snapshot_retention_limit: 7 }],
    ["aws_kms_key", { enable_key_rotation: true }],
    ["aws_lb", { enable_deletion_protection: true }],
    ["aws_ecr_repository", { image_tag_mutability: "IMMUTABLE" }],
  ])("no longer protects: %s, %j", (type, before) => {
    const after = Object.fromEntries(Object.keys(before).map((argument) => [argument, null]));
    expect(said(change(type, { before, after }))).toEqual([
      expect.stringMatching(/^protection: .* lowers its/),
    ]);
    expect(said(change(type, { before, after: {} }))).toEqual([expect.stringMatching(/^protection: /)]);
  });

  it("is not judged where AWS chooses its value, or where the default protects more", () => {
    const changed = (type: string, argument: string, before: unknown, after: unknown) =>
      said(change(type, { before: { [argument]: before }, after: { [argument]: after } }));
    expect(changed("aws_db_instance", "multi_az", true, UNKNOWN)).toEqual([]);
    expect(changed("aws_kms_key", "deletion_window_in_days", 7, null)).toEqual([]);
    expect(changed("aws_cloudwatch_log_group", "retention_in_days", 30, null)).toEqual([]);
  });

  it("is seen in the golden file too", () => {
    const database = (more: object) => ({
      resource: { aws_db_instance: { d: { identifier: "api", ...more } } },
    });
    expect(
      reviewGolden("test-base", database({ deletion_protection: true }), database({})).findings,
    ).toMatchObject([{ severity: "protection" }]);
  });
});

describe("files are deleted sooner", () => {
  it("by a rule for a bucket that has none", () => {
    expect(said(change(LIFECYCLE, { action: "create", after: bucket({ days: 1 }) }))).toEqual(LOWERED);
  });

  it("but not by a rule that comes with its bucket", () => {
    const created = change("aws_s3_bucket", { action: "create", after: { bucket: "files" } });
    const rule = (name: unknown) =>
      change(LIFECYCLE, { action: "create", after: { ...bucket({ days: 1 }), bucket: name } });
    for (const name of [UNKNOWN, "files", "${aws_s3_bucket.it.id}"])
      expect(said(created, rule(name))).toEqual([]);
    expect(said(created, rule("other"))).toEqual(LOWERED);
  });

  it("by a date, by a wider prefix and by a rule that is switched on", () => {
    const changed = (before: object, after: object) =>
      said(change(LIFECYCLE, { before: { ...before }, after: { ...after } }));
    const prefix = (text: string) => ({ filter: [{ prefix: text }] });
    expect(changed(bucket({ days: 90 }), bucket({ date: "2026-12-01T00:00:00Z" }))).toEqual(LOWERED);
    expect(changed(bucket({ days: 1 }, prefix("tmp/")), bucket({ days: 1 }))).toEqual(LOWERED);
    expect(changed(bucket({ days: 1 }, { status: "Disabled" }), bucket({ days: 1 }))).toEqual(LOWERED);
    expect(changed(bucket({ days: 1 }), bucket({ days: 1 }, { status: "Disabled" }))).toEqual([]);
    expect(
      changed(bucket({ days: 1 }), bucket({ days: 1 }, { filter: [{ and: [], prefix: null }] })),
    ).toEqual([]);
  });
});

describe("images are deleted sooner", () => {
  const rule = (countNumber: number, tagPrefixList: readonly string[]) => ({
    rulePriority: 1,
    description: "old ones",
    selection: { tagStatus: "tagged", tagPrefixList, countType: "imageCountMoreThan", countNumber },
  });
  const policy = (...rules: object[]) => ({ policy: JSON.stringify({ rules }) });
  const changed = (before: object, after: object) =>
    said(change("aws_ecr_lifecycle_policy", { before: { ...before }, after: { ...after } }));
  const lowered = ["protection: aws_ecr_lifecycle_policy.it lowers its protection: policy."];

  it("by a smaller number, or by a rule for more of them", () => {
    expect(changed(policy(rule(50, ["deployed-"])), policy(rule(1, ["deployed-"])))).toEqual(lowered);
    expect(changed(policy(rule(50, ["deployed-"])), policy(rule(50, ["deployed-"]), rule(1, ["v"])))).toEqual(
      lowered,
    );
    expect(changed(policy(rule(50, ["deployed-"])), { policy: "${jsonencode(local.rules)}" })).toEqual(
      lowered,
    );
  });

  it("and not by a larger one, or another description", () => {
    expect(changed(policy(rule(50, ["v"])), policy(rule(60, ["v"])))).toEqual([]);
    expect(changed(policy(rule(50, ["v"])), policy({ ...rule(50, ["v"]), description: "x" }))).toEqual([]);
  });
});
