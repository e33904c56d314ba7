import type { Policy, Request } from "../../helpers/iam";
import { allows, permissionsOf } from "../../helpers/iam";
import { synthesize } from "../../helpers/stacks";

const permissions = permissionsOf(synthesize().base, "api-production-deploy");
const staging = permissionsOf(synthesize({ environment: "staging" }).base, "api-staging-deploy");
const ADMINISTRATOR: Policy = [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }];

const ecs = (resource: string) => `arn:aws:ecs:ap-northeast-1:123456789012:${resource}`;
const provider = (...names: string[]) => ({
  "ecs:capacity-provider": names.map((name) => ecs(`capacity-provider/${name}`)),
});
const revision = (context: Request["context"], environment = "api-production"): Request => ({
  action: "ecs:RegisterTaskDefinition",
  resource: ecs(`task-definition/${environment}-web:7`),
  context: context ?? {},
});
const run = (context: Request["context"], environment = "api-production"): Request => ({
  action: "ecs:RunTask",
  resource: ecs(`task-definition/${environment}-web:7`),
  context: { "ecs:cluster": ecs(`cluster/${environment}`), ...context },
});
const update = (context: Request["context"], environment = "api-production"): Request => ({
  action: "ecs:UpdateService",
  resource: ecs(`service/${environment}/web`),
  context: { "ecs:cluster": ecs(`cluster/${environment}`), ...context },
});
const toRevision = (family: string) => ({ "ecs:task-definition": ecs(`task-definition/${family}:7`) });

const EC2 = { "ecs:compute-compatibility": ["EC2"] };
const FARGATE = { "ecs:compute-compatibility": ["FARGATE"] };
const UNPRIVILEGED = { "ecs:privileged": "false" };
const SUBNETS_OF_PRODUCTION = { "ecs:subnet": ["subnet-0123456789abcdef0"] };

describe("a deploy is allowed", () => {
  it.each<[string, Request]>([
    ["a revision for hosts", revision({ ...EC2, ...UNPRIVILEGED })],
    ["a revision that leaves `privileged` out", revision(EC2)],
    ["a task on this environment's hosts", run(provider("api-production"))],
    ["an update that keeps the capacity", update({})],
    ["an update that names this environment's hosts", update(provider("api-production"))],
    ["an update to a revision of this environment", update(toRevision("api-production-web"))],
  ])("%s", async (_, request) => {
    expect(await allows(permissions, request)).toBe(true);
  });
});

describe("a deploy is denied", () => {
  it.each<[string, Request]>([
    ["a privileged container", revision({ ...EC2, "ecs:privileged": "true" })],
    ["a revision for Fargate", revision({ ...FARGATE, ...UNPRIVILEGED })],
    ["a revision for both", revision({ "ecs:compute-compatibility": ["EC2", "FARGATE"], ...UNPRIVILEGED })],
    ["a revision for machines elsewhere", revision({ "ecs:compute-compatibility": ["EXTERNAL"] })],
    ["a task by a launch type, such as Fargate", run({})],
    ["a task on Fargate", run(provider("FARGATE"))],
    ["a task on Fargate as the second choice", run(provider("api-production", "FARGATE_SPOT"))],
    ["a task on the hosts of another environment", run(provider("api-staging"))],
    [
      "a task in another cluster",
      run({ ...provider("api-production"), "ecs:cluster": ecs("cluster/billing") }),
    ],
    ["a service on Fargate", update(provider("FARGATE"))],
    ["a service on Fargate in other subnets", update({ ...provider("FARGATE"), ...SUBNETS_OF_PRODUCTION })],
    ["a service on the hosts of another environment", update(provider("api-staging"))],
    ["a service with a revision of another environment", update(toRevision("api-staging-web"))],
    ["a service with a revision whose family begins alike", update(toRevision("api-production-web2-web"))],
    ["a revision of another environment", revision({ ...EC2, ...UNPRIVILEGED }, "api-staging")],
    ["a task of another environment", run(provider("api-staging"), "api-staging")],
  ])("%s", async (_, request) => {
    expect(await allows(permissions, request)).toBe(false);
    expect(await allows(ADMINISTRATOR, request)).toBe(true);
  });
});

describe("staging's deploy role, in one account with production,", () => {
  it.each<[string, Request]>([
    ["registers nothing for Fargate", revision({ ...FARGATE, ...UNPRIVILEGED }, "api-staging")],
    ["runs nothing on Fargate, and so in no subnet of production", run(provider("FARGATE"), "api-staging")],
    [
      "runs nothing by a launch type",
      { ...run({}, "api-staging"), context: { "ecs:cluster": ecs("cluster/api-staging") } },
    ],
    ["runs nothing on production's hosts", run(provider("api-production"), "api-staging")],
    [
      "starts no revision of production, whose roles read production's secrets, in its own services",
      update(toRevision("api-production-web"), "api-staging"),
    ],
    [
      "passes no role of production",
      {
        action: "iam:PassRole",
        resource: "arn:aws:iam::123456789012:role/api-production-task",
        context: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
      },
    ],
  ])("%s", async (_, request) => {
    expect(await allows(staging, request)).toBe(false);
    expect(await allows(ADMINISTRATOR, request)).toBe(true);
  });

  it("runs tasks on its own hosts", async () => {
    expect(await allows(staging, run(provider("api-staging"), "api-staging"))).toBe(true);
  });
});
