import { reviewGolden } from "../../../ops/review/golden";
import type { TerraformPlan } from "../../../ops/review/plan";
import { reviewPlan } from "../../../ops/review/review";
import { render } from "../../../ops/review/sentence";
import type { StackReview } from "../../../ops/review/review";
import type { Values } from "../../../ops/review/values";
import { change, said } from "./change";

const ALL = JSON.stringify({ Statement: { Effect: "Allow", Action: "*", Resource: "*" } });
const STATEMENT = [{ effect: "Allow", actions: ["s3:GetObject"], resources: ["a"] }];
const UNREAD =
  "exposure: The policy of a role (aws_iam_role_policy.r) has a policy that this review cannot read.";

const words = ({ findings }: StackReview) =>
  findings.map(({ severity, what }) => `${severity}: ${render(what, (value) => value)}`);

/** The role's policy is written like this, beside a document. */
const stack = (policy: string, document: Values = {}, locals: Values = {}) => ({
  resource: { aws_iam_role_policy: { r: { policy } } },
  data: { aws_iam_policy_document: { d: { statement: STATEMENT, ...document } } },
  locals,
});
const BY_DOCUMENT = "${data.aws_iam_policy_document.d.json}";
const before = stack(BY_DOCUMENT);

describe("a policy whose permissions the golden file does not show", () => {
  it.each<[string, ReturnType<typeof stack>]>([
    ["an expression", stack(`\${jsonencode(${ALL})}`)],
    ["a local", stack("${local.policy}", {}, { policy: ALL })],
    ["a file", stack('${file("policy.json")}')],
    ["a document that includes another", stack(BY_DOCUMENT, { source_policy_documents: [ALL] })],
    ["a document that another one overrides", stack(BY_DOCUMENT, { override_policy_documents: [ALL] })],
    ["one that is not there", stack("${data.aws_iam_policy_document.constructor.json}")],
  ])("is reported: %s", (_, after) => {
    expect(words(reviewGolden("test-base", before, after))).toContain(UNREAD);
  });

  it("is not reported while it stays as it is", () => {
    const local = (days: number) => ({
      ...stack("${local.policy}", {}, { policy: ALL }),
      output: { days: { value: days } },
    });
    expect(words(reviewGolden("test-base", local(1), local(2))).join()).not.toContain("cannot read");
  });
});

describe("a plan that renders a policy only at apply", () => {
  const plan = (document: object): TerraformPlan => ({
    format_version: "1.2",
    configuration: {
      root_module: {
        resources: [
          {
            mode: "managed",
            type: "aws_iam_role_policy",
            name: "r",
            expressions: { policy: { references: ["data.aws_iam_policy_document.d.json"] } },
          },
        ],
      },
    },
    resource_changes: [
      {
        address: "data.aws_iam_policy_document.d",
        mode: "data",
        type: "aws_iam_policy_document",
        name: "d",
        change: {
          actions: ["read"],
          before: null,
          after: { statement: STATEMENT, override_policy_documents: null, ...document },
          after_unknown: { json: true },
          before_sensitive: false,
          after_sensitive: {},
        },
      },
      {
        address: "aws_iam_role_policy.r",
        mode: "managed",
        type: "aws_iam_role_policy",
        name: "r",
        change: {
          actions: ["update"],
          before: {
            policy: JSON.stringify({ Statement: { Effect: "Allow", Action: "s3:GetObject", Resource: "a" } }),
          },
          after: {},
          after_unknown: { policy: true },
          before_sensitive: {},
          after_sensitive: {},
        },
      },
    ],
  });

  it("compares the statements, but not those of another document", () => {
    expect(words(reviewPlan("test-base", plan({}), ""))).toEqual([]);
    expect(words(reviewPlan("test-base", plan({ source_policy_documents: [ALL] }), ""))).toEqual([
      "exposure: The policy of a role (aws_iam_role_policy.r) has a policy that is known only after apply.",
    ]);
  });
});

describe("a policy is read wherever it is", () => {
  it.each([
    ["aws_sns_topic", "policy"],
    ["aws_vpc_endpoint", "policy"],
    ["aws_cloudwatch_log_resource_policy", "policy_document"],
    ["aws_media_store_container_policy", "policy"],
  ])("in %s", (type, argument) => {
    expect(said(change(type, { before: { [argument]: "" }, after: { [argument]: ALL } })).join()).toContain(
      "newly allows * on *",
    );
  });

  it("and what it denied when it is destroyed", () => {
    const deny = JSON.stringify({
      Statement: { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "a" },
    });
    expect(said(change("aws_s3_bucket_policy", { action: "delete", before: { policy: deny } }))).toEqual([
      "exposure: The policy of a bucket (aws_s3_bucket_policy.it) no longer denies s3:* on a to everyone.",
    ]);
    expect(said(change("aws_iam_role_policy", { action: "delete", before: { policy: ALL } }))).toEqual([]);
    for (const bucket of ["files", "${aws_s3_bucket.it.id}"]) {
      const gone = change("aws_s3_bucket_policy", { action: "delete", before: { bucket, policy: deny } });
      const files = change("aws_s3_bucket", { action: "delete", before: { id: "files" } });
      expect(said(gone, files)).toEqual([expect.stringMatching(/^data-loss: The bucket/)]);
      expect(said(gone, { ...files, address: "aws_s3_bucket.other", before: { id: "other" } })).toHaveLength(
        2,
      );
    }
  });
});
