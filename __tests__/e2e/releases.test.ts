import { DescribeServicesCommand, DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import type { Environment } from "../../config/environment";
import type { Workload } from "../../facts/names";
import { namesOf } from "../../facts/names";
import { production } from "../environments/production";
import { allows, permissionsOf } from "../helpers/iam";
import { requestsOf } from "../helpers/requests";
import { missingOf, registerWith } from "../helpers/tools";
import { rehearseDisasters } from "./disasters";
import { GitHubJob } from "./github";
import { named } from "./recording";
import { Sandbox } from "./sandbox";
import { postToPage } from "../../local/operator-secrets";
import type { Call } from "./aws-controls";
import { deployByActions, deployByMakefile, push } from "./ways-to-deploy";

jest.setTimeout(900_000);

const STACKS = ["production-base", "production-service"] as const;
const [BASE, SERVICE] = STACKS;

/** Releases in every way: the plan is empty after each, and each has only the permissions that it needs. */
describe("releases of production", () => {
  let sandbox: Sandbox;
  let environment: Environment;
  let job: GitHubJob;

  const apply = async (stack: string) => {
    await sandbox.terraform(stack).init();
    await sandbox.terraform(stack).succeed("apply", "-auto-approve", "-input=false");
  };

  /** The calls of one caller. The notifier makes some of its own. */
  const recorded = async (work: () => Promise<unknown>): Promise<Call[]> => {
    const before = (await sandbox.controls.calls()).length;
    await work();
    const { arn: notifier } = namesOf(environment).notifierRole;
    return (await sandbox.controls.calls()).slice(before).filter(({ role }) => role !== notifier);
  };

  /** The requests of recorded calls that a role of the base stack is denied. */
  const denied = async (role: string, calls: readonly Call[]): Promise<string[]> => {
    const permissions = permissionsOf(sandbox.stack(BASE), role);
    const requests = (await Promise.all(calls.map((call) => requestsOf(named(call), environment)))).flat();
    const asked = new Map(requests.map((request) => [JSON.stringify(request), request]));
    const answers = await Promise.all(
      [...asked.values()].map(async (request) =>
        (await allows(permissions, request)) ? [] : [`${request.action} on ${request.resource}`],
      ),
    );
    return answers.flat();
  };

  beforeAll(async () => {
    job = await GitHubJob.open();
    sandbox = await Sandbox.open({ pace: 0.05 });
    environment = sandbox.synth(production);
    await sandbox.prepare(environment);
    await apply(BASE);
    await apply(SERVICE);
    await sandbox.startHosts();
    await postToPage(environment, sandbox.slack.webhook, sandbox.clients);
  });

  afterAll(async () => {
    await sandbox?.close();
    await job?.close();
  });

  const release = async (...command: string[]) => {
    // Waiting times are shorter than in AWS.
    const { code, output } = await sandbox.ops(command, { env: { OPS_PACE: "0.01" } });
    expect({ code, output }).toEqual({ code: 0, output });
  };

  /** The containers of the revision that a service follows. */
  const containersOf = async (role: Workload) => {
    const ecs = new ECSClient(sandbox.clients);
    const { cluster, service } = namesOf(environment);
    const { services } = await ecs.send(
      new DescribeServicesCommand({ cluster: cluster.name, services: [service(role).name] }),
    );
    const { taskDefinition } = await ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: services?.[0]?.taskDefinition }),
    );
    return taskDefinition?.containerDefinitions ?? [];
  };
  const imagesOf = async (role: Workload) =>
    (await containersOf(role)).map(({ image }) => image?.split(":")[1]);
  const settingsOf = async (role: Workload) =>
    (await containersOf(role)).flatMap(({ environmentFiles = [] }) =>
      environmentFiles.map(({ value }) => value),
    );

  const nothingIsPlanned = async () => {
    for (const stack of STACKS) {
      const { changes, output } = await sandbox.terraform(stack).plan();
      expect({ stack, plan: changes ? output : "empty" }).toEqual({ stack, plan: "empty" });
    }
  };

  it("plans like a workflow: with the plan role, which has all permissions for it, and without decrypting a secret", async () => {
    const calls = await recorded(async () => {
      const { code, output, stdout } = await sandbox.ci(["plan", ...STACKS], job.environment);
      expect({ code, output }).toMatchObject({ code: 0 });
      expect(stdout).toMatch(/^plans=\S+production-base\/plan \S+production-service\/plan$/m);
      expect(stdout).toMatch(/^changed-plans=$/m);
    });
    const asRole = calls.filter(({ action }) => action !== "AssumeRoleWithWebIdentity");

    expect(new Set(job.audiences)).toEqual(new Set(["sts.amazonaws.com"]));
    expect(asRole.length).toBeGreaterThan(50);
    expect(asRole.filter(({ caller }) => caller === "embedded")).toEqual([]);
    expect(await denied("api-production-plan", asRole)).toEqual([]);
    expect(await denied("api-production-deploy", asRole)).not.toEqual([]);
    // Image tags and the AMI id are parameters too, but not secrets.
    expect(asRole.flatMap(({ decrypts }) => (decrypts && !isPublic(decrypts) ? [decrypts] : []))).toEqual([]);
    expect(
      asRole.filter(({ action }) => /^(Decrypt|GetRandomPassword|GetSecretValue)$/.test(action)),
    ).toEqual([]);
  });

  it.each([
    ["a deploy", "4e0f97c", ["deploy", "production", "--tag", "4e0f97c"]],
    ["the next deploy", "b07a2d1", ["deploy", "production", "--tag", "b07a2d1"]],
    ["a rollback", "4e0f97c", ["rollback", "production"]],
  ])("has an empty plan afterwards, with the permissions of a deployment: %s", async (_, tag, command) => {
    await push(sandbox, environment, tag);
    const calls = await recorded(() => release(...command));

    expect(await imagesOf("web")).toEqual(Array(3).fill(tag));
    expect(await denied("api-production-deploy", calls)).toEqual([]);
    await nothingIsPlanned();
  });

  it("keeps what Terraform changed between two deployments", async () => {
    const before = await settingsOf("web");
    sandbox.synth({ ...production, env: { ...production.env, APP_NAME: "renamed" } });
    await apply(SERVICE);
    const changed = await settingsOf("web");
    expect(changed).not.toEqual(before);

    await release("deploy", "production", "--tag", "b07a2d1");

    expect(await settingsOf("web")).toEqual(changed);
    expect(await imagesOf("web")).toEqual(Array(3).fill("b07a2d1"));
    await nothingIsPlanned();
  });

  const leavesNothing = async (deploy: typeof deployByActions, tag: string) => {
    await push(sandbox, environment, tag);
    const calls = await recorded(() => deploy(sandbox, environment, tag));

    expect(await imagesOf("web")).toEqual(Array(3).fill(tag));
    expect(await denied("api-production-deploy", calls)).toEqual([]);
    await nothingIsPlanned();
  };

  it("has an empty plan after a deployment by the GitHub actions of AWS, with the permissions of a deployment", () =>
    leavesNothing(deployByActions, "c3f18e6"));

  registerWith(
    it,
    missingOf(["aws", "jq", "make"]),
    "install what is named",
    "leaves nothing to plan when it was made by the documented Makefile, with the permissions of a deploy",
    () => leavesNothing(deployByMakefile, "d94be57"),
  );

  registerWith(
    describe,
    missingOf(["aws"]),
    "install what is named",
    "a disaster, with the commands of docs/recover.md",
    () => rehearseDisasters(() => ({ sandbox, environment, job, nothingIsPlanned })),
  );
});

const isPublic = (name: string) => /^(\/aws\/service\/|\/api-production\/image\/)/.test(name);
