import { allows, permissionsOf } from "../../helpers/iam";
import type { Policy, Request } from "../../helpers/iam";
import { requestsOf } from "../../helpers/requests";
import { synthesize } from "../../helpers/stacks";
import { NEW, OLD } from "../stage/account";
import * as behaviours from "../stage/behaviours";
import { Stage } from "../stage/stage";
import { Template } from "../stage/template";

jest.setTimeout(300_000);

/**
 * What pushing by docker calls beside (Amazon ECR User Guide, "IAM permissions for pushing an image"): nothing here runs
 * docker.
 */
const PUSH = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:CompleteLayerUpload",
  "ecr:DescribeImages",
  "ecr:GetAuthorizationToken",
  "ecr:InitiateLayerUpload",
  "ecr:UploadLayerPart",
];

const permissions = permissionsOf(synthesize().base, "api-production-deploy");

/** Every command that CI may run, played to its end and its failures: what they call is exactly what a deploy may. */
describe("the deploy role", () => {
  let template: Template;
  const requests = new Map<string, Request>();

  /** Plays a command, and keeps what it asked of IAM. */
  const play = async (work: (stage: Stage) => Promise<unknown>) => {
    const stage = await Stage.open(template);
    try {
      await work(stage);
      for (const call of stage.aws.calls.filter(({ service }) => service !== "unsigned")) {
        for (const request of await requestsOf(call, stage.account.environment)) {
          requests.set(JSON.stringify(request), request);
        }
      }
    } finally {
      await stage.close();
    }
  };

  const deploy = (stage: Stage) =>
    stage.ops(["deploy", "production", "--tag", NEW, "--timeout", "5", "--maintenance"]);

  beforeAll(async () => {
    template = await Template.make();
    await play(async (stage) => {
      expect(await deploy(stage)).toMatchObject({ code: 0 });
      expect(await stage.ops(["rollback", "production"])).toMatchObject({ code: 0 });
    });
    for (const behaviour of [behaviours.crashes, behaviours.hangs]) {
      await play(async (stage) => {
        stage.script[`web ${NEW}`] = behaviour;
        expect(await deploy(stage)).toMatchObject({ code: 1 });
      });
    }
    await play(async (stage) => {
      await stage.account.occupy(711);
      expect(await deploy(stage)).toMatchObject({ code: 1 });
    });
    // A deploy that is killed while ECS rolls out, and the rollback that aborts it.
    await play(async (stage) => {
      stage.script[`web ${NEW}`] = behaviours.hangs;
      const { kill, ended } = stage.start(["deploy", "production", "--tag", NEW]);
      await stage.calls("ecs:UpdateService");
      kill("SIGKILL");
      await ended;
      expect(await stage.ops(["rollback", "production"])).toMatchObject({ code: 0 });
    });
    // A one-off task, to its end and interrupted.
    await play(async (stage) => {
      expect(await stage.ops(["run", "production", "--", "artisan", "about"])).toMatchObject({ code: 0 });
      stage.script[`migrate ${OLD}`] = behaviours.neverEnds();
      const { kill, ended } = stage.start(["run", "production", "--", "artisan", "about"]);
      await stage.calls("ecs:RunTask", 2);
      kill("SIGINT");
      expect(await ended).toMatchObject({ code: 130 });
    });
  });
  afterAll(() => template.remove());

  const denied = async (policy: Policy) => {
    const answers = await Promise.all(
      [...requests.values()].map(async (request) => ((await allows(policy, request)) ? [] : [request])),
    );
    return answers.flat().map(({ action, resource }) => `${action} on ${resource}`);
  };

  it("may do all that the commands do", async () => {
    expect(requests.size).toBeGreaterThan(30);
    expect(await denied(permissions)).toEqual([]);
  });

  it("may do nothing that none of them does", () => {
    const granted = [...new Set(permissions.flatMap(({ Action }) => Action))].sort();
    const used = [...new Set([...requests.values()].map(({ action }) => action)), ...PUSH].sort();

    expect(granted.filter((action) => !used.includes(action))).toEqual([]);
  });

  it.each(permissions.map(({ Sid }) => Sid))("needs every statement: %s", async (sid) => {
    if (sid === "LogInToTheRegistry") return expect(PUSH).toContain("ecr:GetAuthorizationToken");

    expect(await denied(permissions.filter(({ Sid }) => Sid !== sid))).not.toEqual([]);
  });

  it("may do it in this environment only", async () => {
    const staging = permissionsOf(synthesize({ environment: "staging" }).base, "api-staging-deploy");
    const ours = [...requests.values()].filter(({ resource }) => resource.includes("api-production"));

    expect(ours.length).toBeGreaterThan(30);
    expect((await denied(staging)).filter((each) => each.includes("api-production"))).toHaveLength(
      ours.length,
    );
  });
});
