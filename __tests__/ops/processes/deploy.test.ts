import {
  NEW,
  OLD,
  pushImage,
  pushImageIndex,
  putSettings,
  registerAsTerraform,
} from "../endpoint/account-of";
import { AwsError } from "../endpoint/protocols";
import * as scenes from "../endpoint/scenes";
import { Bundle, Stage } from "../endpoint/stage";
import { facts } from "./facts";

jest.setTimeout(60_000);

const DEPLOY = ["deploy", "production", "--tag", NEW];

/** How everything is before, and after a deploy that failed. */
const UNCHANGED = {
  parameters: [OLD, OLD],
  services: ["api-production-web:1", "api-production-scheduler:1"],
  newest: ["api-production-web:1", "api-production-scheduler:1", "api-production-migrate:1"],
  locked: false,
};

const RELEASED = {
  parameters: [NEW, NEW],
  services: ["api-production-web:2", "api-production-scheduler:2"],
  newest: ["api-production-web:2", "api-production-scheduler:2", "api-production-migrate:2"],
  locked: false,
};

const CHANGES = /^(ecs:(Register|Deregister|Update|Run|Stop)|ssm:Put|ecr:Put)/;

/** The real command as a process, against an ECS that plays what may happen to a release. */
describe("deploy reports the real outcome", () => {
  let bundle: Bundle;
  let stage: Stage;
  beforeAll(async () => {
    bundle = await Bundle.make();
  });
  afterAll(() => bundle.remove());
  beforeEach(async () => {
    stage = await Stage.open(bundle);
  });
  afterEach(() => stage.close());

  const changes = () => stage.aws.actions.filter((action) => CHANGES.test(action));

  it("ends with 0 when every service runs it, and says which images run", async () => {
    const { code, stdout, stderr } = await stage.ops(DEPLOY);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(
      /web: running api-production-web:2\.\n[^]*scheduler: running api-production-scheduler:2\./,
    );
    expect(facts(stage)).toEqual(RELEASED);
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
    expect(stage.world.images.get("api-production/app")?.at(-1)?.tags).toEqual([
      NEW,
      expect.stringMatching(/^deployed-\d{8}T\d{6}Z$/),
    ]);
  });

  it("changes the images and nothing else, tags included", async () => {
    const before = stage.world.revision("api-production-web");
    await stage.ops(DEPLOY);

    const after = stage.world.revision("api-production-web");
    const { revision, taskDefinitionArn, registeredAt } = after.definition;
    const expected = JSON.stringify(before).replaceAll(`:${OLD}`, `:${NEW}`);
    expect(JSON.parse(JSON.stringify(after))).toEqual({
      ...(JSON.parse(expected) as typeof after),
      definition: {
        ...(JSON.parse(expected) as typeof after).definition,
        revision,
        taskDefinitionArn,
        registeredAt: registeredAt?.toISOString(),
      },
    });
  });

  it("shows the log of the migration", async () => {
    stage.world.runs.push({ exitCode: 0, log: ["  2026_11_01_000000_add_index .... 12ms DONE"], looks: 2 });
    const { stdout } = await stage.ops(DEPLOY);

    expect(stdout.match(/ .*add_index .... 12ms DONE/g)).toHaveLength(1);
  });

  /** As after a release that was never tried: what was wrong is wrong no more. */
  const WELL = /No problems found/;

  it.each([
    [
      "a crash loop",
      scenes.crashes,
      /rolled back by ECS[^]*app ended with exit code 255[^]*\| PHP Fatal error/,
      /web: app ended with exit code 255, 3 times[^]*web: the newest deployment was rolled back/,
    ],
    [
      "a failed health check",
      scenes.failsTheHealthCheck,
      /Task failed ELB health checks[^]*SQLSTATE/,
      /web: the load balancer's health check failed[^]*SQLSTATE/,
    ],
    [
      "an image that is gone",
      scenes.cannotPull,
      /CannotPullContainerError/,
      /cannot be pulled[^]*The repository does not have this image/,
    ],
    [
      "the wrong processor",
      scenes.hasTheWrongArchitecture,
      /\| exec .*: exec format error/,
      /The image was built for another processor architecture. t3.small needs linux\/amd64/,
    ],
    [
      "no memory",
      scenes.findsNoRoom,
      /did not become healthy in time[^]*web: needs 608 MiB, host has 402 free/,
      WELL,
    ],
    ["tasks that start and nothing more", scenes.hangs, /not finished within 1 minutes/, WELL],
  ])(
    "ends with 1 and the reason after %s, puts everything back, and status names it",
    async (_, scene, reason, named) => {
      stage.world.next("web", scene);
      const { code, stderr } = await stage.ops([...DEPLOY, "--timeout", "1"]);

      expect(code).toBe(1);
      expect(stderr).toMatch(reason);
      expect(stderr).toContain("web: running api-production-web:1 again.");
      expect(facts(stage)).toEqual(UNCHANGED);
      const status = await stage.ops(["status", "production"]);
      expect(status.code === 0 ? status.stdout : status.stderr).toMatch(named);
    },
  );

  it("puts the web back too when the scheduler does not come up", async () => {
    stage.world.next("scheduler", scenes.crashes);
    const { code, stderr } = await stage.ops(DEPLOY);

    expect(code).toBe(1);
    expect(stderr).toMatch(/scheduler: the deployment was rolled back by ECS/);
    expect(stderr).toMatch(/scheduler: running \S+ again[^]*web: running \S+ again/);
    expect(facts(stage)).toEqual(UNCHANGED);
  });

  it("calls a release that was overtaken no success, and leaves the other one alone", async () => {
    stage.world.next("web", scenes.isSuperseded);
    const { code, stderr } = await stage.ops(DEPLOY);

    expect(code).toBe(1);
    expect(stderr).toMatch(/web: the deployment was replaced by another deployment: Superseded/);
    expect(facts(stage)).toEqual(UNCHANGED);
  });

  it("says so where nothing was ever healthy, and leaves the service as it found it", async () => {
    await stage.close();
    stage = await Stage.open(bundle);
    stage.world.serve("web", { healthy: false });
    stage.world.next("web", scenes.crashes);
    const { code, stderr } = await stage.ops([...DEPLOY, "--timeout", "1"]);

    expect(code).toBe(1);
    expect(stderr).toMatch(
      /did not become healthy in time[^]*PHP Fatal error[^]*There is no healthy revision to return to/,
    );
    expect(facts(stage)).toEqual(UNCHANGED);
  });

  it("rolls nothing when the migration fails", async () => {
    stage.world.runs.push({ exitCode: 1, log: ["SQLSTATE[42S01]: Base table or view already exists"] });
    const { code, stdout, stderr } = await stage.ops(DEPLOY);

    expect(code).toBe(1);
    expect(stdout).toContain("SQLSTATE[42S01]");
    expect(stderr).toMatch(
      /The migration ended with exit code 1[^]*The log is \/api-production\/migrate, stream ecs\/migrate\//,
    );
    expect(changes()).not.toContain("ecs:UpdateService");
    expect(facts(stage)).toEqual(UNCHANGED);
    expect((await stage.ops(["status", "production"])).stderr).toContain(
      "migrate: the migration failed with exit code 1",
    );
  });

  it("waits for a task of `run`: the memory is for one", async () => {
    stage.world.runs.push({ exitCode: 0, log: [], looks: 3 });
    stage.world.startTask("api-production-migrate", "operator");
    const { code, stdout } = await stage.ops(DEPLOY);

    expect(code).toBe(0);
    expect(stdout).toMatch(
      /Waiting for another task of api-production-migrate \(0{31}1, a migration or run\)[^]*Migrating the database/,
    );
  });

  it("takes a task that was not started for a failure, though ECS answers 200", async () => {
    stage.world.hosts[0] = { id: "7f3a", registeredMiB: 1_881, freeMiB: 96 };
    stage.world.placementFailures.push(...Array<string>(500).fill("RESOURCE:MEMORY"));
    const { code, stderr } = await stage.ops(DEPLOY);

    expect(code).toBe(1);
    expect(stderr).toContain(
      "The migration could not be started: it needs 256 MiB, but no host has more than 96 MiB free",
    );
    expect(facts(stage)).toEqual(UNCHANGED);
  });

  it("tries again when there is no room for a moment", async () => {
    stage.world.placementFailures.push("RESOURCE:MEMORY", "RESOURCE:MEMORY");

    expect(await stage.ops(DEPLOY)).toMatchObject({ code: 0 });
    expect(facts(stage)).toEqual(RELEASED);
  });

  describe("refuses before it touches anything, with 2 and what to do,", () => {
    it.each<[string, (stage: Stage) => void, RegExp]>([
      [
        "an image that was never pushed",
        ({ world }) => world.images.set("api-production/nginx", []),
        /The repository api-production\/nginx has no image with the tag 5d6e7f8\.\n {2}Fix: Push it/,
      ],
      [
        "an image for the other processor",
        ({ world }) => pushImage(world, "api-production/app", NEW, "arm64"),
        /app:5d6e7f8 is built for arm64, but the hosts \(t3\.small\) are amd64/,
      ],
      [
        "a list of images without the hosts' processor",
        ({ world }) => pushImageIndex(world, "api-production/app", NEW, ["arm64", "unknown"]),
        /app:5d6e7f8 is built for arm64, but/,
      ],
      [
        "a role that is gone",
        ({ world }) => world.roles.delete("api-production-task-execution"),
        /The role api-production-task-execution does not exist/,
      ],
      [
        "a secret that is gone",
        ({ world }) => world.parameters.delete("/api-production/secret/APP_KEY"),
        /The secret \/api-production\/secret\/APP_KEY does not exist/,
      ],
      [
        "settings that are gone",
        ({ world }) => world.objects.delete("api-production-settings-123456789012/env/first.env"),
        /The settings file env\/first\.env is not in the bucket api-production-settings-123456789012/,
      ],
      [
        "another account's credentials",
        ({ aws, world }) => {
          aws.trouble = ({ action }) =>
            action === "GetCallerIdentity"
              ? (Object.assign(world, { account: "999999999999" }), undefined)
              : undefined;
        },
        /production is in account 123456789012, but your credentials are for account 999999999999/,
      ],
      [
        "credentials that have expired",
        ({ aws }) => {
          aws.trouble = () =>
            new AwsError("ExpiredToken", "The security token included in the request is expired", 403);
        },
        /Your AWS credentials have expired\.\nFix: Log in again/,
      ],
    ])("%s", async (_, arrange, reason) => {
      arrange(stage);
      const { code, stderr } = await stage.ops(DEPLOY);

      expect({ code, changes: changes() }).toEqual({ code: 2, changes: [] });
      expect(stderr).toMatch(reason);
    });

    it("everything that is missing at once", async () => {
      stage.world.images.clear();
      stage.world.parameters.delete("/api-production/secret/APP_KEY");
      const { stderr } = await stage.ops(DEPLOY);

      expect(stderr.match(/Fix: /g)).toHaveLength(3);
    });

    it.each([[[]], [["--tag", "no such:tag"]], [["--tag", NEW, "--timeout", "soon"]], [["--tagg", NEW]]])(
      "a command line that says too little or too much: %j",
      async (options) => {
        const { code, stderr } = await stage.ops(["deploy", "production", ...options]);

        expect({ code, changes: changes() }).toEqual({ code: 2, changes: [] });
        expect(stderr).not.toBe("");
      },
    );
  });

  it("takes an image for several processors", async () => {
    for (const image of ["app", "nginx"]) {
      pushImageIndex(stage.world, `api-production/${image}`, NEW, ["amd64", "arm64", "unknown"]);
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
    expect(facts(stage)).toEqual(RELEASED);
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
    expect(facts(stage).parameters).toEqual([OLD, OLD]);
  });

  it("prints one document with --json, whatever happens", async () => {
    stage.world.next("web", scenes.crashes);
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

  it("before there are services says what they start with and what comes next, and is no success", async () => {
    stage.world.services.clear();
    stage.world.families.clear();
    for (const image of ["app", "nginx"])
      stage.world.parameters.set(`/api-production/image/${image}`, "none");
    const { code, stderr } = await stage.ops(DEPLOY);

    expect(code).toBe(1);
    expect(stderr).toContain("Fix: Run npx cdktf deploy production-base production-service");
    expect(facts(stage).parameters).toEqual([NEW, NEW]);
  });

  it("keeps what Terraform changed since", async () => {
    putSettings(stage.world, stage.environment, "second");
    registerAsTerraform(stage.world, stage.environment, "web", "second");
    await stage.ops(DEPLOY);

    const { containerDefinitions = [] } = stage.world.revision("api-production-web").definition;
    expect(containerDefinitions[1]).toMatchObject({
      image: expect.stringMatching(`:${NEW}$`) as string,
      environmentFiles: [{ value: expect.stringMatching(/second\.env$/) as string }],
    });
  });

  it("deploys one of the two images and migrates nothing for nginx alone", async () => {
    const { code } = await stage.ops(["deploy", "production", "--nginx", NEW]);

    expect(code).toBe(0);
    expect(changes()).not.toContain("ecs:RunTask");
    expect(facts(stage).parameters).toEqual([OLD, NEW]);
  });
});
