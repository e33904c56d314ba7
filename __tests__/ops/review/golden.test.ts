import { reviewGolden, reviewRemoved } from "../../../ops/review/golden";
import { render } from "../../../ops/review/sentence";
import type { StackJson } from "../../../ops/review/stack-json";
import { counts } from "../../../ops/review/review";

const stack = (resource: StackJson["resource"], more: object = {}): StackJson => ({
  resource: resource ?? {},
  ...more,
});
const review = (before: StackJson, after: StackJson) => reviewGolden("test-base", before, after);
const said = (before: StackJson, after: StackJson) =>
  review(before, after).findings.map(
    ({ severity, what }) => `${severity}: ${render(what, (value) => value)}`,
  );

const queue = { aws_sqs_queue: { queue_jobs_1: { name: "jobs" } } };

describe("the review of golden files", () => {
  it("says nothing of a stack that stays as it is, in whatever order", () => {
    const before = stack({ aws_lb: { a: { name: "a", internal: false } } });
    expect(review(before, stack({ aws_lb: { a: { internal: false, name: "a" } } }))).toMatchObject({
      changes: [],
      findings: [],
    });
  });

  it("takes false for a change where nothing was said, and another order of a list", () => {
    const http2 = (values: object) => stack({ aws_lb: { a: { ...values } } });
    expect(review(http2({}), http2({ enable_http2: false })).changes).toHaveLength(1);
    expect(review(http2({ subnets: ["a", "b"] }), http2({ subnets: ["b", "a"] })).changes).toHaveLength(1);
  });

  it("names the Laravel settings that are added, changed and removed", () => {
    const settings = (...lines: string[]) =>
      stack({}, { locals: { "environment-file_lines_04BD9BAE": lines } });
    expect(
      said(
        settings("APP_ENV=staging", "APP_NAME=api", "LOG_LEVEL=info"),
        settings("APP_NAME=api", "LOG_LEVEL=debug", "MAIL_MAILER=log", "MEMO=a=b"),
      ),
    ).toEqual([
      "notice: Settings of the application change: − APP_ENV, LOG_LEVEL from info to debug, + MAIL_MAILER=log and + MEMO=a=b.",
    ]);
    expect(said(settings("APP_NAME=api"), settings("APP_NAME=api"))).toEqual([]);
  });

  it("reports that sessions and the cache stay behind when they are kept elsewhere", () => {
    const settings = (...lines: string[]) =>
      stack({}, { locals: { "environment-file_lines_04BD9BAE": lines } });
    expect(
      said(settings("CACHE_STORE=database"), settings("CACHE_STORE=redis", "SESSION_DRIVER=redis")),
    ).toEqual([
      "notice: Settings of the application change: CACHE_STORE from database to redis and + SESSION_DRIVER=redis.",
      "notice: SESSION_DRIVER changes from Laravel's default to redis: sessions are kept elsewhere, so every user is signed out once.",
      "notice: CACHE_STORE changes from database to redis: the cache is kept elsewhere and is empty at first: cached values, locks and rate limits.",
    ]);
  });

  it("sees what is lost by a resource that is gone, or has another name", () => {
    expect(said(stack(queue), stack({}))).toEqual([
      "data-loss: The queue (aws_sqs_queue.queue_jobs_1) is destroyed: the jobs waiting in it are lost.",
    ]);
    const renamed = { aws_sqs_queue: { jobs_2: { name: "jobs" } } };
    expect(said(stack(queue), stack(renamed))).toHaveLength(1);
    expect(
      review(
        stack(queue),
        stack(renamed, { moved: [{ from: "aws_sqs_queue.queue_jobs_1", to: "aws_sqs_queue.jobs_2" }] }),
      ),
    ).toMatchObject({ findings: [], changes: [{ action: "none", movedFrom: "aws_sqs_queue.queue_jobs_1" }] });
  });

  it("knows what cannot be changed of what keeps data", () => {
    expect(said(stack(queue), stack({ aws_sqs_queue: { queue_jobs_1: { name: "other" } } }))).toEqual([
      "data-loss: The queue (aws_sqs_queue.queue_jobs_1) is destroyed and created again, because name cannot be changed in place: the jobs waiting in it are lost.",
    ]);
    const database = (values: object) =>
      stack({ aws_db_instance: { main: { identifier: "api", ...values } } });
    expect(said(database({}), database({ snapshot_identifier: "api-before" })).join()).toMatch(
      /^data-loss: .*because snapshot_identifier cannot be changed in place/,
    );
  });

  it("reads policies from their documents", () => {
    const role = { aws_iam_role_policy: { r: { policy: "${data.aws_iam_policy_document.d.json}" } } };
    const document = (...actions: string[]) => ({
      data: {
        aws_iam_policy_document: { d: { statement: [{ actions, resources: ["${aws_sqs_queue.q.arn}"] }] } },
      },
    });
    expect(
      said(
        stack(role, document("sqs:SendMessage")),
        stack(role, document("sqs:SendMessage", "sqs:PurgeQueue")),
      ),
    ).toEqual([
      "exposure: The policy of a role (aws_iam_role_policy.r) newly allows sqs:PurgeQueue on ${aws_sqs_queue.q.arn}.",
    ]);
  });

  it("follows a new setting through the task definition to the service that restarts", () => {
    const web = {
      aws_ecs_task_definition: { "web-task": { container_definitions: "${jsonencode(local.containers)}" } },
      aws_ecs_service: { web: { name: "web", task_definition: "${aws_ecs_task_definition.web-task.arn}" } },
    };
    const containers = (value: string) => ({ locals: { containers: [{ environment: value }] } });
    expect(said(stack(web, containers("a")), stack(web, containers("b")))).toEqual([
      "replacement: The service (aws_ecs_service.web) restarts web: new tasks start, and the old ones stop when the new ones are healthy.",
    ]);
    expect(counts(review(stack(web, containers("a")), stack(web, containers("b"))))).toBe("2 to change");
  });

  it("sees what changes behind a resource, through locals and data sources, and shows it", () => {
    const host = { aws_launch_template: { host: { tag: [{ image: "${\nlocal.ami}" }] } } };
    const reads = (name: string) =>
      stack(host, {
        locals: { ami: "${data.aws_ssm_parameter.ami.insecure_value}" },
        data: { aws_ssm_parameter: { ami: { name } } },
      });
    const { changes, bodies } = review(reads("/aws/service/ecs"), reads("/evil"));
    expect(changes).toMatchObject([{ address: "aws_launch_template.host", changed: ["tag"] }]);
    expect(bodies.get("aws_launch_template.host")).toContain('+    "name": "/evil"');
  });

  it("reports a data source that no resource reads", () => {
    const secrets = { data: { aws_kms_secrets: { all: { secret: [] } } } };
    expect(said(stack(queue), stack(queue, secrets))).toEqual(["notice: The stack changes its data."]);
  });

  it.each([{ count: 0 }, { for_each: {} }, { lifecycle: { replace_triggered_by: ["aws_vpc.main"] } }])(
    "sees what is lost by an argument that every resource has: %j",
    (argument) => {
      const after = { aws_sqs_queue: { queue_jobs_1: { name: "jobs", ...argument } } };
      expect(said(stack(queue), stack(after))).toEqual([
        `data-loss: The queue (aws_sqs_queue.queue_jobs_1) is destroyed and created again, because ${Object.keys(argument)[0]} cannot be changed in place: the jobs waiting in it are lost.`,
      ]);
    },
  );

  it("reports changes outside of resources", () => {
    const region = (name: string) => stack({}, { provider: { aws: [{ region: name }] } });
    expect(said(region("eu-west-1"), region("eu-west-2"))).toEqual([
      "notice: The stack changes its provider, which may change every resource.",
    ]);
  });

  it("shows the change of a resource as git does", () => {
    const after = stack({ aws_sqs_queue: { queue_jobs_1: { name: "other" } } });
    expect(review(stack(queue), after).bodies.get("aws_sqs_queue.queue_jobs_1")).toBe(
      '@@ -1,3 +1,3 @@\n {\n-  "name": "jobs"\n+  "name": "other"\n }',
    );
  });

  it("says of a stack that left the code that it stays", () => {
    const [finding] = reviewRemoved("test-base").findings;
    expect(finding && render(finding.what, (value) => value)).toBe(
      "test-base was removed from the code. Its resources stay in AWS, and nothing manages them.",
    );
  });
});
