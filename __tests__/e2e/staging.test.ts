import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { ECSClient, ListServicesCommand } from "@aws-sdk/client-ecs";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import type { Environment } from "../../config/environment";
import { namesOf } from "../../facts/names";
import type { EnvironmentInput } from "../../config/schema/schema";
import { staging } from "../environments/staging";
import { pushPlaceholders } from "../../local/account";
import { eventually, run } from "../../local/processes";
import { isAlive } from "../../ops/terraform/process-group";
import { terraformBinary } from "../../ops/terraform/binary";
import { inventory } from "./inventory";
import { outOfOrder } from "./order";
import { Sandbox } from "./sandbox";
import { databasePasswords } from "./secrets";
import { managedResources } from "./state";

jest.setTimeout(900_000);

/** Texts with a special meaning in Terraform, JSON, a shell or IAM. */
const TEXTS = {
  GREETING: "Price from ${ on, ${HOME:-/root} $${a b} %{ if }",
  PATTERN: '"^\\d{2}\\n$" or \\u0041',
  SHOP: "喫茶 $aws_x.y 100 %",
};
const GITHUB_ENVIRONMENT = 'staging "eu" $ %{ & {';

if (staging.ci.identity !== "github-oidc") throw new Error("staging is deployed by GitHub");
const input: EnvironmentInput = {
  ...staging,
  env: { ...staging.env, ...TEXTS },
  ci: { ...staging.ci, deployEnvironment: GITHUB_ENVIRONMENT },
};

const rotated: EnvironmentInput = {
  ...input,
  database: { ...staging.database, password: { source: "generated", version: 2 } },
};

const STACKS = ["staging-base", "staging-service"] as const;
const [BASE, SERVICE] = STACKS;

/** The life of an environment without protections: a killed deployment, a rotation, the destruction. */
describe("staging, deployed by Terraform", () => {
  let sandbox: Sandbox;
  let environment: Environment;
  let accountBefore: string[];

  beforeAll(async () => {
    sandbox = await Sandbox.open();
    environment = sandbox.synth(input);
    await sandbox.prepare(environment);
    accountBefore = await inventory(sandbox);
    await terraform(BASE).init();
  });

  afterAll(() => sandbox?.close());

  const terraform = (stack: string) => sandbox.terraform(stack);

  async function apply(changed: EnvironmentInput, ...stacks: string[]): Promise<void> {
    sandbox.synth(changed);
    for (const stack of stacks) {
      await terraform(stack).init();
      await terraform(stack).succeed("apply", "-auto-approve", "-input=false");
    }
  }

  /** The fewest, the most and the desired hosts, and the services that are not deleted. */
  async function capacity() {
    const { cluster } = namesOf(environment);
    const { AutoScalingGroups = [] } = await new AutoScalingClient(sandbox.clients).send(
      new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [environment.name] }),
    );
    const { serviceArns = [] } = await new ECSClient(sandbox.clients).send(
      new ListServicesCommand({ cluster: cluster.name }),
    );
    return {
      sizes: AutoScalingGroups.flatMap(({ MinSize, MaxSize, DesiredCapacity }) => [
        MinSize,
        MaxSize,
        DesiredCapacity,
      ]),
      services: serviceArns.map((arn) => arn.split("/").at(-1)).sort(),
    };
  }

  /**
   * Applies the base stack, and sends the signal to Terraform and all its children when this call was made and no other call
   * followed for so many seconds.
   */
  async function interrupt(signal: "SIGINT" | "SIGKILL", call: string, quietSeconds: number): Promise<void> {
    const before = (await sandbox.controls.calls()).length;
    let seen = { calls: before, at: Date.now() };
    const isTime = async () => {
      const calls = await sandbox.controls.calls();
      if (calls.length > seen.calls) seen = { calls: calls.length, at: Date.now() };
      const made = calls.slice(before).some(({ action }) => action === call);
      return made && Date.now() - seen.at >= quietSeconds * 1_000;
    };
    let group = 0;
    const ended = run(terraformBinary(), ["apply", "-auto-approve", "-input=false", "-no-color"], {
      cwd: sandbox.stackFolder(BASE),
      env: sandbox.environment,
      onStart: (pid) => (group = pid),
    });
    const inTime = await eventually(isTime, 240);
    process.kill(-group, inTime ? signal : "SIGKILL");

    expect((await ended).code).not.toBe(0);
    expect(await eventually(() => !isAlive(-group), 10)).toBe(true);
    expect(inTime).toBe(true);
  }

  it("reports the owner of the lock of a killed deployment, until the lock is removed", async () => {
    await sandbox.controls.hold("GetRandomPassword");
    await interrupt("SIGKILL", "GetRandomPassword", 0);
    await sandbox.controls.release("GetRandomPassword");

    const { code, output } = await terraform(BASE).run("plan", "-input=false");
    expect(code).toBe(1);
    expect(output).toMatch(
      /Error acquiring the state lock[^]*Operation: +OperationTypeApply[^]*Who: +\S+@\S+/,
    );

    const id = /ID: +(\S+)/.exec(output)?.[1] ?? "";
    await terraform(BASE).succeed("force-unlock", "-force", id);
    expect(await managedResources(sandbox, environment, "base")).toEqual([]);
  });

  it("is interrupted after the parameter of the password and before the database", async () => {
    await sandbox.controls.hold("CreateDBInstance");
    await interrupt("SIGINT", "CreateDBInstance", 20);
    await sandbox.controls.release("CreateDBInstance");

    expect(await managedResources(sandbox, environment, "base")).toContain("aws_ssm_parameter");
    expect(await databasePasswords(sandbox, environment)).toEqual({
      parameter: expect.stringMatching(/^[A-Za-z0-9]{32}$/) as unknown,
      database: undefined,
    });
  });

  it("continues from there, with one password in both places", async () => {
    const { parameter } = await databasePasswords(sandbox, environment);

    await terraform(BASE).succeed("apply", "-auto-approve", "-input=false");

    expect(await databasePasswords(sandbox, environment)).toEqual({ parameter, database: parameter });
    expect(await terraform(BASE).plan()).toMatchObject({ changes: false });
  });

  it("deploys its service", async () => {
    await pushPlaceholders(environment, sandbox.clients);
    await terraform(SERVICE).init();
    await terraform(SERVICE).succeed("apply", "-auto-approve", "-input=false");

    expect(await terraform(SERVICE).plan()).toMatchObject({ changes: false });
  });

  it("has stored the texts of its file where they are read, byte for byte", async () => {
    const names = namesOf(environment);
    const s3 = new S3Client(sandbox.clients);
    const Bucket = names.settingsBucket.name;
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "env/" }));
    expect(Contents).toHaveLength(1);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: Contents[0]?.Key }));
    const lines = (await Body?.transformToString())?.split("\n");
    for (const [name, text] of Object.entries(TEXTS)) expect(lines).toContain(`${name}=${text}`);

    const { Role } = await new IAMClient(sandbox.clients).send(
      new GetRoleCommand({ RoleName: names.deployRole.name }),
    );
    expect(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""))).toMatchObject({
      Statement: [
        {
          Condition: {
            StringEquals: {
              "token.actions.githubusercontent.com:sub": `repo:example/api:environment:${GITHUB_ENVIRONMENT}`,
            },
          },
        },
      ],
    });
  });

  it("made the requests in the order that AWS requires", async () => {
    expect(
      outOfOrder(await sandbox.controls.calls(), [
        [["AttachInternetGateway"], ["CreateLoadBalancer"]],
        [["CreateRoute"], ["CreateLoadBalancer"]],
        [["AssociateRouteTable"], ["CreateAutoScalingGroup"]],
        [["CreateRoute"], ["CreateAutoScalingGroup"]],
        [["CreateCluster"], ["CreateAutoScalingGroup"]],
        [
          ["PutRolePolicy", "api-staging-host"],
          ["AddRoleToInstanceProfile", "api-staging-host"],
        ],
        [["PutRolePolicy", "api-staging-task-execution"], ["RegisterTaskDefinition"]],
        [["PutRolePolicy", "api-staging-task-execution"], ["CreateService"]],
        [["PutRolePolicy", "api-staging-task"], ["CreateService"]],
        [["PutClusterCapacityProviders"], ["CreateService"]],
        [["CreateListener"], ["CreateService"]],
      ]),
    ).toEqual([]);
  });

  it("rotates the password in both places by a raised version", async () => {
    const before = await databasePasswords(sandbox, environment);
    await apply({ ...rotated, running: false }, BASE);

    const after = await databasePasswords(sandbox, environment);
    expect(after.parameter).not.toBe(before.parameter);
    expect(after.database).toBe(after.parameter);
  });

  const NO_HOSTS = [0, 0, 0];
  const HOSTS = [1, 2, 1];
  const SERVICES = ["scheduler", "web"];

  it.each([
    { running: false, stack: SERVICE, then: { sizes: NO_HOSTS, services: [] }, order: "last" },
    { running: true, stack: SERVICE, then: { sizes: NO_HOSTS, services: SERVICES }, order: "first" },
    { running: true, stack: BASE, then: { sizes: HOSTS, services: SERVICES }, order: "last" },
    { running: false, stack: SERVICE, then: { sizes: HOSTS, services: [] }, order: "first" },
    { running: false, stack: BASE, then: { sizes: NO_HOSTS, services: [] }, order: "last" },
    { running: true, stack: BASE, then: { sizes: HOSTS, services: [] }, order: "first" },
    { running: true, stack: SERVICE, then: { sizes: HOSTS, services: SERVICES }, order: "last" },
  ])("has running: $running deployed to $stack $order", async ({ running, stack, then }) => {
    await apply({ ...rotated, running }, stack);

    expect(await capacity()).toEqual(then);
    expect(await terraform(stack).plan()).toMatchObject({ changes: false });
  });

  it("is destroyed in order, and nothing is left behind", async () => {
    const before = (await sandbox.controls.calls()).length;
    for (const stack of [SERVICE, BASE]) {
      await terraform(stack).init();
      await terraform(stack).succeed("destroy", "-auto-approve", "-input=false");
    }
    expect(
      outOfOrder((await sandbox.controls.calls()).slice(before), [
        [["DeleteService"], ["DeleteRolePolicy", "api-staging-task-execution"]],
        [["DeleteService"], ["DeleteRolePolicy", "api-staging-task"]],
        [["DeleteService"], ["DeleteCapacityProvider"]],
        [["DeleteService"], ["DeleteListener"]],
        [["DeleteAutoScalingGroup"], ["DeleteRolePolicy", "api-staging-host"]],
        [["DeleteAutoScalingGroup"], ["DeleteCluster"]],
        [["DeleteAutoScalingGroup"], ["DetachInternetGateway"]],
        [["DeleteLoadBalancer"], ["DeleteRoute"]],
        [["DeleteLoadBalancer"], ["DetachInternetGateway"]],
      ]),
    ).toEqual([]);

    expect(await managedResources(sandbox, environment, "service")).toEqual([]);
    expect(await managedResources(sandbox, environment, "base")).toEqual([]);
    // A revision costs nothing, and a rollback may need it.
    const left = (await inventory(sandbox)).filter(
      (arn) => !/:task-definition\/api-staging-(web|scheduler|migrate):\d+$/.test(arn),
    );
    expect(left).toEqual(accountBefore);
  });

  it("made requests that the referee refuses with any one fault", async () => {
    const { operations, faults, missed } = await sandbox.controls.selfTest();
    process.stdout.write(
      `${operations} operations broken in ${faults} ways, of which the referee missed ${missed.length}: ${missed.join("; ")}\n`,
    );

    expect(operations).toBeGreaterThan(150);
    expect(faults).toBeGreaterThan(1_000);
    expect(missed.length / faults).toBeLessThan(0.01);
  });
});
