import { DescribeImagesCommand } from "@aws-sdk/client-ecr";
import { DescribeServicesCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { IMAGES } from "../../../facts/names";
import { NEW, OLD } from "../stage/account";
import { AwsError } from "../played/protocols";
import * as behaviours from "../stage/behaviours";
import type { Stage } from "../stage/stage";
import { useStage } from "../stage/use-stage";
import { facts, newest, RELEASED, UNCHANGED } from "./facts";

jest.setTimeout(60_000);

const DEPLOY = ["deploy", "production", "--tag", NEW];

const CHANGES = /^(ecs:(Register|Deregister|Update|Run|Stop)|ssm:Put|ecr:Put)/;

/** The real command as a process, against what may happen to a release. */
describe("deploy reports the real outcome", () => {
  let stage: Stage;
  useStage((opened) => (stage = opened));

  const changes = () => stage.aws.actions.filter((action) => CHANGES.test(action));

  it("ends with 0 when every service runs it, and says which images run", async () => {
    const { code, stdout, stderr } = await stage.ops(DEPLOY);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(
      /web: running api-production-web:2\.\n[^]*scheduler: running api-production-scheduler:2\./,
    );
    expect(await facts(stage)).toEqual(RELEASED);
  });

  it("starts the tasks of a service that was set to none, also when it runs that release", async () => {
    const { ecs } = stage.account;
    const web = { cluster: "api-production", service: "web" };
    await ecs.send(new UpdateServiceCommand({ ...web, desiredCount: 0 }));
    const { code } = await stage.ops(["deploy", "production", "--tag", OLD, "--no-migrate"]);

    const { services } = await ecs.send(
      new DescribeServicesCommand({ cluster: web.cluster, services: ["web"] }),
    );
    expect({ code, desired: services?.[0]?.desiredCount }).toEqual({ code: 0, desired: 1 });
  });

  it("migrates first, then rolls the web, then what works unseen, and at last says so", async () => {
    await stage.ops(DEPLOY);

    expect(changes()).toEqual([
      "ecs:RegisterTaskDefinition",
      "ecs:RunTask",
      "ecs:RegisterTaskDefinition",
      "ecs:UpdateService",
      "ecs:RegisterTaskDefinition",
      "ecs:UpdateService",
      "ecr:PutImage",
      "ecr:PutImage",
      "ssm:PutParameter",
      "ssm:PutParameter",
    ]);
    const { imageDetails } = await stage.account.ecr.send(
      new DescribeImagesCommand({ repositoryName: "api-production/app", imageIds: [{ imageTag: NEW }] }),
    );
    expect(imageDetails?.[0]?.imageTags).toEqual([NEW, expect.stringMatching(/^deployed-\d{8}T\d{6}Z$/)]);
  });

  it("changes the images and nothing else, tags included", async () => {
    const before = await newest(stage, "web");
    await stage.ops(DEPLOY);

    const after = await newest(stage, "web");
    const { revision, taskDefinitionArn, registeredAt } = after;
    const expected = JSON.parse(JSON.stringify(before).replaceAll(`:${OLD}`, `:${NEW}`)) as typeof before;
    expect(after).toEqual({ ...expected, revision, taskDefinitionArn, registeredAt });
  });

  it.each([
    [
      "a crash loop",
      behaviours.crashes,
      /rolled back by ECS[^]*app ended with exit code 255[^]*\| PHP Fatal error/,
      /web: app ended with exit code 255, 3 times[^]*web: the newest deployment was rolled back/,
    ],
    [
      "a failed health check",
      behaviours.failsTheHealthCheck,
      /Task failed ELB health checks[^]*SQLSTATE/,
      /web: the load balancer's health check failed[^]*SQLSTATE/,
    ],
    [
      "an image that is gone",
      behaviours.cannotPull,
      /CannotPullContainerError/,
      /cannot be pulled[^]*The repository does not have this image/,
    ],
    [
      "the wrong processor",
      behaviours.hasTheWrongArchitecture,
      /\| exec .*: exec format error/,
      /The image was built for another processor architecture. t3.small needs linux\/amd64/,
    ],
  ])(
    "ends with 1 and the reason after %s, puts everything back, and status names it",
    async (_, behaviour, reason, named) => {
      stage.script[`web ${NEW}`] = behaviour;
      const { code, stderr } = await stage.ops(DEPLOY);

      expect(code).toBe(1);
      expect(stderr).toMatch(reason);
      expect(stderr).not.toContain(behaviours.LAST_FRAME);
      expect(stderr).toContain("web: running api-production-web:1 again.");
      expect(await facts(stage)).toEqual(UNCHANGED);
      expect((await stage.ops(["status", "production"])).stderr).toMatch(named);
    },
  );

  it("ends with 1 at the deadline where tasks start and nothing more, and puts everything back", async () => {
    stage.script[`web ${NEW}`] = behaviours.hangs;
    const { code, stderr } = await stage.ops([...DEPLOY, "--timeout", "1"]);

    expect(code).toBe(1);
    expect(stderr).toMatch(/not finished within 1 minutes[^]*web: running api-production-web:1 again\./);
    expect(await facts(stage)).toEqual(UNCHANGED);
    expect((await stage.ops(["status", "production"])).stdout).toContain("No problems found");
  });

  it("says that the tasks keep running where no host has room for others", async () => {
    const other = await stage.account.occupy(711);
    const { code, stderr } = await stage.ops([...DEPLOY, "--timeout", "1"]);

    expect(code).toBe(1);
    expect(stderr).toMatch(/did not become healthy in time[^]*web: needs 608 MiB, host has 402 free/);
    expect(stderr).toContain(
      "web: the tasks of api-production-web:1 keep running. ECS replaces them by others of the same revision as soon as a host has room.",
    );
    expect(await facts(stage)).toEqual(UNCHANGED);
    expect((await stage.ops(["status", "production"])).stderr).toContain("web: needs 608 MiB");
    await stage.account.stop(other);
    await stage.account.settled("web");
    expect((await stage.ops(["status", "production"])).stdout).toContain("No problems found");
  });

  it("puts the web back too when the scheduler does not come up", async () => {
    stage.script[`scheduler ${NEW}`] = { exits: 255 };
    const { code, stderr } = await stage.ops(DEPLOY);

    expect(code).toBe(1);
    expect(stderr).toMatch(/scheduler: the deployment was rolled back by ECS/);
    expect(stderr).toMatch(/scheduler: running \S+ again[^]*web: running \S+ again/);
    expect(await facts(stage)).toEqual(UNCHANGED);
  });

  it("calls a release that was overtaken no success, and leaves the other one alone", async () => {
    stage.script[`web ${NEW}`] = behaviours.hangs;
    const { ended } = stage.start(DEPLOY);
    await stage.calls("ecs:UpdateService");
    await stage.account.deploy("web", "api-production-web:1");
    const { code, stderr } = await ended;

    expect(code).toBe(1);
    expect(stderr).toMatch(/web: the deployment was replaced by another deployment: Superseded/);
    expect(await facts(stage)).toEqual(UNCHANGED);
  });

  it("says so where nothing was ever healthy, and leaves the service as it found it", async () => {
    stage.script[`web ${OLD}`] = behaviours.crashes;
    stage.script[`web ${NEW}`] = behaviours.crashes;
    await stage.account.remove(["web"]);
    await stage.account.serve("web", "FAILED");
    const { code, stderr } = await stage.ops(DEPLOY);

    expect(code).toBe(1);
    expect(stderr).toMatch(
      /the deployment failed: ECS deployment circuit breaker[^]*PHP Fatal error[^]*None of its revisions was healthy/,
    );
    expect(await facts(stage)).toEqual(UNCHANGED);
  });

  it("takes an image for several processors", async () => {
    for (const image of IMAGES) {
      await stage.account.pushImageIndex(image, NEW, ["amd64", "arm64", "unknown"]);
    }

    expect(await stage.ops(DEPLOY)).toMatchObject({ code: 0 });
  });

  it("waits out throttling", async () => {
    let calls = 0;
    stage.aws.trouble = ({ service }) =>
      service === "ecs" && ++calls % 3 === 0
        ? new AwsError("ThrottlingException", "Rate exceeded")
        : undefined;

    // The pauses before another try are as long as in earnest, unlike the deadline.
    expect(await stage.ops([...DEPLOY, "--timeout", "60"])).toMatchObject({ code: 0 });
    expect(await facts(stage)).toEqual(RELEASED);
  });

  it("ends with 1 when the credentials expire in the middle, and says what is left to do", async () => {
    let updated = false;
    stage.aws.trouble = ({ action }) => {
      updated ||= action === "UpdateService";
      return updated && action !== "UpdateService"
        ? new AwsError("ExpiredTokenException", "expired")
        : undefined;
    };
    const { code, stderr } = await stage.ops(DEPLOY);

    expect(code).toBe(1);
    expect(stderr).toMatch(
      /Your AWS credentials have expired[^]*Not every change could be reverted[^]*run the command again/,
    );
    expect((await facts(stage)).parameters).toEqual([OLD, OLD]);
  });

  it("prints one document with --json, whatever happens", async () => {
    stage.script[`web ${NEW}`] = behaviours.crashes;
    const { stdout } = await stage.ops([...DEPLOY, "--json"]);

    expect(JSON.parse(stdout)).toMatchObject({
      command: "deploy",
      environment: "production",
      ok: false,
      exitCode: 1,
      service: "web",
      end: "rolled-back",
      tags: { app: OLD, nginx: OLD },
    });
  });

  it("is refused before there are services, and changes nothing", async () => {
    await stage.account.remove(["web", "scheduler"]);
    for (const image of IMAGES) await stage.account.setParameter(`/api-production/image/${image}`, "none");
    const { code, stderr } = await stage.ops(DEPLOY);

    expect(code).toBe(2);
    expect(stderr).toContain(
      "deploy the stacks, then run this command again: npm run apply -- production-base production-service",
    );
    expect((await facts(stage)).parameters).toEqual(["none", "none"]);
  });

  it("keeps what Terraform changed since", async () => {
    await stage.account.putSettings("second");
    await stage.account.register("web", "second");
    await stage.ops(DEPLOY);

    const { containerDefinitions = [] } = await newest(stage, "web");
    expect(containerDefinitions[1]).toMatchObject({
      image: expect.stringMatching(`:${NEW}$`) as string,
      environmentFiles: [{ value: expect.stringMatching(/second\.env$/) as string }],
    });
  });
});
