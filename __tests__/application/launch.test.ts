import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clientsOf, furnishAccount } from "../../local/account";
import { startAws, stopAws } from "../../local/aws";
import { possibleRuntime } from "../../local/containers/possible";
import { runningDataPlane, startDataPlane, stopDataPlane } from "../../local/data-plane/process";
import { EXAMPLE_PACKAGES } from "../../local/images/application";
import { ImageBuilder } from "../../local/images/builder";
import { authority, databaseImage } from "../../local/images/release";
import { type ChildEnvironment, isolatedEnvironment } from "../../local/isolation";
import { run } from "../../local/processes";
import { IMAGES_FOLDER, LOCAL, ROOT } from "../../local/project";
import { providersHere } from "../../local/providers";
import { environmentNamed } from "../../ops/cli/environments";
import { LaunchProject } from "../e2e/launch-project";
import { until } from "../images/sandbox/container";
import { describeBuildah } from "../images/sandbox/requirements";

jest.setTimeout(1_800_000);

const REGION = "ap-northeast-1";
const PACE = 0.2;

/**
 * buildah, except for what needs the registry's HTTP API, which the embedded AWS does not have: the login, the question whether
 * an image exists, and the push.
 */
const BUILDER = `#!/bin/sh
set -eu
for word in "$@"; do last=$word; done
# From here on buildah is the real one, also for the script that pushes.
PATH=\${PATH#*:}
case " $* " in
  *" login "*) test "$(cat)" != "" ;;
  *" pull "*) exit 1 ;;
  *" push "*) cd ${ROOT} && exec node --import tsx "$(dirname "$0")/push.ts" "$last" ;;
  *) exec buildah "$@" ;;
esac
`;
const PUSH = `
import { ECRClient } from ${JSON.stringify(join(ROOT, "node_modules/@aws-sdk/client-ecr"))};
import { clientsOf } from ${JSON.stringify(join(ROOT, "local/account.ts"))};
import { ImageBuilder } from ${JSON.stringify(join(ROOT, "local/images/builder.ts"))};
import { Registry } from ${JSON.stringify(join(ROOT, "local/images/registry.ts"))};
import { IMAGES_FOLDER, REGISTRY } from ${JSON.stringify(join(ROOT, "local/project.ts"))};

const image = process.argv[2] ?? "";
const [, repositoryName = "", tag = ""] = /amazonaws\\.com\\/(.+):(.+)$/.exec(image) ?? [];
const ecr = new ECRClient(clientsOf(process.env.AWS_ENDPOINT_URL ?? "", ${JSON.stringify(REGION)}));
const to = { ecr, repositoryName, tag, architecture: "amd64" };
void new Registry(REGISTRY).push(new ImageBuilder(IMAGES_FOLDER), image, to);
`;

describeBuildah("a launch from two clean clones and an empty account, and a release after it", () => {
  let folder: string;
  let project: LaunchProject;
  let env: ReturnType<typeof isolatedEnvironment>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "launched-"));
    const aws = await startAws({
      folder,
      pythonFolder: LOCAL,
      forTests: true,
      pace: PACE,
      authority: authority().certificate,
    });
    env = isolatedEnvironment(aws.endpoint, REGION, folder);
    project = new LaunchProject(await providersHere(folder, env), BUILDER);
    writeFileSync(join(project.programs, "push.ts"), PUSH);
    await furnishAccount(environmentNamed("production"), clientsOf(aws.endpoint, REGION));
    databaseImage();
    const { kind } = possibleRuntime();
    await startDataPlane(folder, { ...aws, region: REGION, kind, source: "10.0.0.250" });
  });

  afterAll(async () => {
    await stopDataPlane(folder);
    await stopAws(folder);
    project?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The environment of a command that builds images: with the packages of this machine instead of Packagist's. */
  const building = (): ChildEnvironment => {
    const builder = new ImageBuilder(IMAGES_FOLDER);
    const args = {
      BASE_IMAGE: builder.baseImage(),
      EXTRA_PACKAGES: EXAMPLE_PACKAGES,
      RDS_CA_BUNDLE: "rds-ca.pem",
    };
    const flagged = Object.entries(args).map(([name, value]) => `--build-arg ${name}='${value}'`);
    return {
      ...env,
      OPS_PACE: `${PACE}`,
      BUILDAH_FLAGS: builder.storage.join(" "),
      BUILD_FLAGS: ["--isolation chroot", ...flagged].join(" "),
    };
  };
  const answers = (path: string, expected: (text: string) => boolean) =>
    until(
      `${path} answers`,
      async () => {
        const url = runningDataPlane(folder)?.url;
        const response = url === undefined ? undefined : await fetch(`${url}${path}`).catch(() => undefined);
        return response?.status === 200 && expected(await response.text());
      },
      60,
    );

  it("takes two commands to an URL that answers", async () => {
    const flags = ["--application", "shop", "--no-app-repository"];
    const init = await run(
      process.execPath,
      ["--import", "tsx", "ops/main.ts", "init", "production", "--yes", ...flags],
      { cwd: project.folder, env },
    );
    expect({ code: init.code, output: init.output }).toMatchObject({ code: 0 });
    // From the account: its id, and its hosted zone.
    expect(readFileSync(join(project.folder, "environments/production.ts"), "utf8")).toContain(
      'domain: { name: "api.example.com", hostedZone: "example.com" }',
    );

    const { code, output } = await project.launch(building()).ends(1_500);

    if (code !== 0) throw new Error(`launch ended with ${code}:\n${output}`);
    expect(output).toContain(`production runs app and nginx ${project.commit}.`);
    await answers("/up", (text) => text !== "");
  });

  it("takes one command to the second release", async () => {
    const routes = join(project.application, "routes/api.php");
    writeFileSync(
      routes,
      `${readFileSync(routes, "utf8")}\nRoute::get('/second', fn () => 'the second release');\n`,
    );
    const author = ["-c", "user.name=Taylor", "-c", "user.email=taylor@team.example"];
    project.git(...author, "commit", "--quiet", "--all", "--message", "A second version");
    const commit = project.git("rev-parse", "HEAD").trim();

    const own = building();
    const env = { ...own, PATH: `${project.programs}:${own.PATH}` };
    const args = ["deploy", "production", "--build", project.application];
    const { code, output } = await project.ops(env, args, "");

    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain(`production runs app ${commit}, nginx ${commit}.`);
    await answers("/second", (text) => text === "the second release");
  });
});
