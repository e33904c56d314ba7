import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DescribeServicesCommand, ECSClient } from "@aws-sdk/client-ecs";
import { resolveEnvironments } from "../../config/resolve-environments";
import { furnishAccount } from "../../local/account";
import { ROOT } from "../../local/project";
import { stackFolder, Terraform } from "../../local/terraform";
import { production } from "../environments/production";
import { LaunchProject, type RunningLaunch } from "./launch-project";
import { Sandbox } from "./sandbox";
import { manifestOf } from "./ways-to-deploy";

jest.setTimeout(1_200_000);

/**
 * Stands for buildah: the embedded registry has no HTTP API. It takes the password on standard input, builds until the file hold is gone,
 * and pushes a manifest with the API of ECR.
 */
const BUILDER = `#!/bin/sh
set -eu
case "$1" in
  --version) echo buildah ;;
  login) test "$(cat)" != "" && echo "$*" >> "$(dirname "$0")/logins" ;;
  pull) exit 1 ;;
  push) exec node "$(dirname "$0")/push.cjs" "$2" ;;
  build) echo "building"; while test -e "$(dirname "$0")/hold"; do sleep 0.2; done ;;
esac
`;
const PUSH = `
const { ECRClient, PutImageCommand } = require(${JSON.stringify(join(ROOT, "node_modules/@aws-sdk/client-ecr"))});
const [, repositoryName, imageTag] = /amazonaws\\.com\\/(.+):(.+)$/.exec(process.argv[2]);
const imageManifest = ${JSON.stringify(manifestOf("launched"))};
new ECRClient({}).send(new PutImageCommand({ repositoryName, imageTag, imageManifest }));
`;

describe("a launch that is killed and interrupted in every step", () => {
  let sandbox: Sandbox;
  let project: LaunchProject;
  const started: RunningLaunch[] = [];

  const launch = (...args: string[]) => {
    const running = project.launch({ ...sandbox.environment, OPS_PACE: "0.02" }, ...args);
    started.push(running);
    return running;
  };
  const interrupted = async (running: RunningLaunch) => {
    running.kill("SIGINT");
    const { code, output } = await running.ends();
    expect({ code, output }).toEqual({
      code: 130,
      output: expect.stringContaining("To continue, run: npm run ops -- launch production --app") as string,
    });
  };
  const killed = async (running: RunningLaunch) => {
    running.kill("SIGKILL");
    expect((await running.ends()).code).toBe(137);
  };

  const sets = async (secret: string, value: string) => {
    const { code, output } = await project.ops(
      sandbox.environment,
      ["secret", "set", "production", secret],
      value,
    );
    expect({ code, output }).toEqual({ code: 0, output });
  };

  beforeAll(async () => {
    // A new account has GitHub's identity provider of another project, and no service-linked roles.
    sandbox = await Sandbox.open({ pace: 0.05, profile: "fresh" });
    project = new LaunchProject(sandbox.providers, BUILDER);
    project.replace(
      "environments/production.ts",
      'identity: "github-oidc",',
      'identity: "github-oidc",\n    provider: "existing",',
    );
    project.replace(
      "environments/production.ts",
      'secrets: { APP_KEY: { source: "generated" } }',
      'secrets: { APP_KEY: { source: "generated" }, MAIL_PASSWORD: { source: "operator" } }',
    );
    writeFileSync(join(project.programs, "push.cjs"), PUSH);
    const [environment] = resolveEnvironments([production]);
    await furnishAccount(environment!, sandbox.clients);
    await sandbox.startHosts();
  });

  afterAll(async () => {
    for (const running of started) running.kill("SIGKILL");
    project?.remove();
    await sandbox?.close();
  });

  it("refuses an application that cannot be built, before anything is changed", async () => {
    writeFileSync(join(project.application, "untracked"), "");
    const { code, output } = await launch().ends();
    project.git("clean", "--quiet", "--force");

    expect(code).toBe(2);
    expect(output).toContain("uncommitted changes");
    expect(output).toContain("Nothing was changed.");
  });

  it.each(["[1/7] Check the account and the application", "[2/7] Prepare the account"])(
    "stops in %s",
    async (step) => {
      let running = launch();
      await running.prints(step);
      await killed(running);

      running = launch();
      await running.prints(step);
      await interrupted(running);
    },
  );

  it("leaves Terraform running when it is killed, refuses a second launch, and waits in the next", async () => {
    let running = launch();
    await running.logs("aws_kms_key");
    const { code, output } = await launch().ends();
    expect({ code, output }).toMatchObject({
      code: 2,
      output: expect.stringContaining("Another launch or build of production is running") as string,
    });
    await killed(running);

    running = launch();
    await running.prints("Waiting until it has ended.");
    await running.logs("Still creating");
    await interrupted(running);
  });

  it("continues the base stack, and builds again after a build that was stopped", async () => {
    const hold = join(project.programs, "hold");
    writeFileSync(hold, "");
    let running = launch();
    await running.prints("kept");
    // The key or the database: that depends on the speed of the machine.
    await running.prints("untaint aws_");
    await running.prints("[4/7] Build and push the images");
    await running.logs("building");
    await killed(running);

    running = launch();
    await running.prints("Waiting until it has ended.");
    await interrupted(running);
    rmSync(hold);
  });

  it("removes the lock of its own Terraform that was killed", async () => {
    let running = launch();
    await running.prints("[5/7] Deploy the service stack");
    // Terraform has the lock, and has created nothing yet.
    await sandbox.controls.hold("GetParameter");
    await running.logs("Reading...");
    await running.killAll();
    await sandbox.controls.release("GetParameter");

    running = launch();
    await running.prints("and has left its lock");
    await running.prints("force-unlock -force");
    await running.logs("Creating...");
    await interrupted(running);
  });

  it("stops before the release while a secret has no value, and says how to set it", async () => {
    const { code, output } = await launch().ends();

    expect({ code, output }).toEqual({ code: 1, output });
    expect(output).toContain("are in the repositories");
    expect(output).toContain("MAIL_PASSWORD of production has no value yet");
    expect(output).toContain("npm run ops -- secret set production MAIL_PASSWORD");
    expect(output).toContain("npm run ops -- secret set production slack-webhook");
    await sets("slack-webhook", "https://hooks.slack.com/x");
  });

  it("continues a release that was killed, and ends with the URL", async () => {
    await sets("MAIL_PASSWORD", "a-password");
    let running = launch();
    await running.prints("[7/7] Release the application");
    await killed(running);

    running = launch();
    await running.prints("[7/7] Release the application");
    await interrupted(running);

    const { code, output } = await launch().ends();
    expect({ code, output }).toEqual({ code: 0, output });
    expect(output.trimEnd().split("\n").at(-1)).toBe("https://api.example.com");
    const { services } = await new ECSClient(sandbox.clients).send(
      new DescribeServicesCommand({ cluster: "api-production", services: ["web"] }),
    );
    expect(services).toMatchObject([{ runningCount: 1 }]);
  });

  it("changes nothing once the environment is launched", async () => {
    const { code, output } = await launch().ends();

    expect({ code, output }).toEqual({ code: 0, output });
    expect(output).toContain("production was launched before.");
    expect(output).not.toContain("[1/7]");
  });

  it.each(["production-base", "production-service"])("leaves an empty plan of %s", async (stack) => {
    const folder = stackFolder(join(project.folder, "cdktf.out"), stack);
    expect(await new Terraform(folder, sandbox.environment).plan()).toMatchObject({ changes: false });
  });

  it("gives the password of the registry to nothing but standard input", () => {
    const logins = readFileSync(join(project.programs, "logins"), "utf8");
    expect(new Set(logins.trim().split("\n"))).toEqual(
      new Set(["login --username AWS --password-stdin 123456789012.dkr.ecr.ap-northeast-1.amazonaws.com"]),
    );
  });
});
