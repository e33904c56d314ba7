import type { Policy, Request } from "../../helpers/iam";
import { allows, permissionsOf } from "../../helpers/iam";
import { placeOf } from "../../rights/place";
import { FIXTURES } from "../../helpers/fixtures";

const input = FIXTURES["eventbridge-scheduler"];
if (!input) throw new Error("the fixture is gone");
const { stacks, deployed } = placeOf(input);
const permissions = permissionsOf(stacks.service, "api-production-schedule", deployed.in("service"));

/** Proves that a denial comes from the policy, and not from a malformed request. */
const ADMINISTRATOR: Policy = [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }];

const arn = (service: string, rest: string) => `arn:aws:${service}:ap-northeast-1:123456789012:${rest}`;
const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const task = (environment: string) => arn("ecs", `task/${environment}/0123456789abcdef0123456789abcdef`);
const providers = (...names: string[]) => ({
  "ecs:capacity-provider": names.map((name) => arn("ecs", `capacity-provider/${name}`)),
});

const run = (family: string, context: Request["context"] = providers("api-production")): Request => ({
  action: "ecs:RunTask",
  resource: arn("ecs", `task-definition/${family}:7`),
  context: { "ecs:cluster": arn("ecs", "cluster/api-production"), ...context },
});
const pass = (name: string, service = "ecs-tasks.amazonaws.com"): Request => ({
  action: "iam:PassRole",
  resource: role(name),
  context: { "iam:PassedToService": service },
});

describe("the role of EventBridge Scheduler", () => {
  it("runs the scheduler's tasks on this environment's hosts", async () => {
    expect(await allows(permissions, run("api-production-scheduler"))).toBe(true);
    expect(await allows(permissions, pass("api-production-task"))).toBe(true);
  });

  it.each<[string, Request]>([
    ["a task of another workload", run("api-production-migrate")],
    ["a task of another environment", run("api-staging-scheduler")],
    ["a task of another system", run("billing")],
    [
      "a task in another cluster",
      run("api-production-scheduler", {
        ...providers("api-production"),
        "ecs:cluster": arn("ecs", "cluster/billing"),
      }),
    ],
    ["a task by a launch type, such as Fargate", run("api-production-scheduler", {})],
    ["a task on Fargate", run("api-production-scheduler", providers("FARGATE"))],
    [
      "a task on Fargate as the second choice",
      run("api-production-scheduler", providers("api-production", "FARGATE_SPOT")),
    ],
    ["a task on the hosts of another environment", run("api-production-scheduler", providers("api-staging"))],
    ["the deploy role, passed to a task", pass("api-production-deploy")],
    ["the role of another environment's tasks", pass("api-staging-task")],
    ["the role of another system", pass("billing")],
    ["the tasks' role, passed to a function", pass("api-production-task", "lambda.amazonaws.com")],
    ["the tasks' role, passed to an instance", pass("api-production-task", "ec2.amazonaws.com")],
    [
      "the tags of a running task",
      {
        action: "ecs:TagResource",
        resource: task("api-production"),
        context: { "ecs:CreateAction": "StartTask" },
      },
    ],
    [
      "the tags of another environment's task",
      {
        action: "ecs:TagResource",
        resource: task("api-staging"),
        context: { "ecs:CreateAction": "RunTask" },
      },
    ],
    ["a message to the jobs", { action: "sqs:SendMessage", resource: arn("sqs", "api-production-jobs") }],
    ["a message to another queue", { action: "sqs:SendMessage", resource: arn("sqs", "billing") }],
  ])("is denied %s", async (_, request) => {
    expect(await allows(permissions, request)).toBe(false);
    expect(await allows(ADMINISTRATOR, request)).toBe(true);
  });
});
