import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { copyExample } from "../../../../local/images/application";
import { applicationIn } from "../../../../ops/commands/launch/application";
import { terraformProblems } from "../../../../ops/commands/launch/machine";
import { ROOT } from "../../../helpers/project-copy";
import { environment } from "../../diagnosis/observed";

describe("the application of a launch", () => {
  const { PATH } = process.env;
  let repository: string;
  let folder: string;
  const write = (path: string, text = "") => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const gitIn = (cwd: string, ...args: string[]) =>
    execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.com", ...args], {
      cwd,
      encoding: "utf8",
    }).trim();
  const git = (...args: string[]) => gitIn(join(folder, "api"), ...args);
  const program = (name: string, status: number, output = "") => {
    write(`bin/${name}`, `#!/bin/sh\necho '${output}'\nexit ${status}\n`);
    chmodSync(join(folder, "bin", name), 0o755);
  };
  const look = (path: string, tag?: string) =>
    applicationIn(environment({ "ci.planRepository": "example/laravel-ecs" }), {
      folder: join(folder, path),
      option: "--app",
      tag,
      others: terraformProblems(),
    });
  const refusal = async (path: string, tag?: string) => {
    const { message } = await look(path, tag).then(
      () => new Error("accepted"),
      (error: unknown) => error as Error,
    );
    return message
      .replaceAll(relative(join(folder, "api"), ROOT), "../infrastructure")
      .replaceAll(relative(process.cwd(), folder), "..")
      .replaceAll(folder, "/home/taylor");
  };

  beforeAll(() => {
    repository = mkdtempSync(join(tmpdir(), "application-"));
    copyExample(repository);
    gitIn(repository, "init", "--quiet", "--template=");
    gitIn(repository, "add", "--all");
    gitIn(repository, "commit", "--quiet", "--message", "An application");
    // One file of objects is copied for each test, instead of hundreds.
    gitIn(repository, "repack", "-adq");
  });
  afterAll(() => rmSync(repository, { recursive: true }));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "application-"));
    cpSync(repository, join(folder, "api"), { recursive: true, preserveTimestamps: true });
    program("docker", 1);
    program("buildah", 0);
    program("make", 0);
    program("terraform", 0, "Terraform v1.11.4");
    process.env.PATH = `${join(folder, "bin")}:${PATH}`;
  });
  afterEach(() => {
    process.env.PATH = PATH;
    rmSync(folder, { recursive: true });
  });

  it("is built from its commit, which is the tag, by the builder of this machine", async () => {
    const commit = git("rev-parse", "HEAD");

    expect(await look("api")).toMatchObject({ tag: commit, builder: "buildah" });
    program("docker", 0);
    expect(await look("api", "v2")).toMatchObject({ tag: "v2", builder: "docker" });
  });

  it.each(["$(shell touch x)", "a b", "-x", "a\nb", "", "v2;x", "ü", "a".repeat(129)])(
    "is not built with a tag that make or a registry reads in another way: %j",
    async (tag) => {
      expect(await refusal("api", tag)).toContain("test: --tag\n");
    },
  );

  it("prints commands that a shell reads as they are meant, whatever the folder is called", async () => {
    write("it's $(touch x); y/readme.md");

    const [, line = ""] = /Commit it: (.*)/.exec(await refusal("it's $(touch x); y")) ?? [];
    const said = execFileSync("sh", ["-c", `git() { printf '%s|' "$@"; }\n${line}`], { cwd: folder });
    const path = "/home/taylor/it's $(touch x); y";
    expect(said.toString()).toBe(`-C|${path}|init|-C|${path}|add|--all|-C|${path}|commit|`);
    expect(existsSync(join(folder, "x"))).toBe(false);
  });

  it("is built by buildah where Docker is installed but its engine does not answer", async () => {
    write("bin/docker", '#!/bin/sh\ntest "$1" = buildx\n');
    expect(await look("api")).toMatchObject({ builder: "buildah" });

    program("buildah", 1);
    expect(await refusal("api")).toMatchInlineSnapshot(`
      "1 problem would make this fail. Nothing was changed.

      test: docker
        got      docker, whose engine does not answer
        allowed  a Docker engine that runs, or buildah, to build the images
        fix      Start Docker. docker info prints the reason if it does not answer then."
    `);
  });

  it("is refused if it is not a folder", async () => {
    expect(await refusal("nowhere")).toMatchInlineSnapshot(`
      "1 problem would make this fail. Nothing was changed.

      test: --app
        got      "/home/taylor/nowhere", which is not a folder
        allowed  the folder of your Laravel repository
        fix      Give the path to it, e.g. ../api."
    `);
  });

  it("is refused with everything that would make the launch fail", async () => {
    program("buildah", 1);
    program("make", 1);
    program("terraform", 0, "Terraform v1.10.5");
    git("rm", "--quiet", "-r", "composer.lock", "docker");

    // Their number grows with docker/.
    expect((await refusal("api")).replace(/and \d+ more/, "and others")).toMatchInlineSnapshot(`
      "6 problems would make this fail. Nothing was changed.

      test: --app
        got      uncommitted changes in /home/taylor/api:
                 D  composer.lock
                 D  docker/Makefile
                 D  docker/app/Dockerfile
                 D  docker/app/bin/application-user
                 D  docker/app/bin/at-least
                 D  docker/app/bin/entrypoint
                 D  docker/app/bin/fpm-children
                 D  docker/app/bin/healthcheck
                 D  docker/app/bin/is-running
                 D  docker/app/bin/migrate
                 and others
        allowed  a clean work tree: the tag is the commit, so the image must be built from it
        fix      Commit them: git -C /home/taylor/api add --all && git -C /home/taylor/api commit

      test: docker
        got      neither docker buildx nor buildah on this machine
        allowed  one of them, to build the images
        fix      Install Docker with its buildx plugin, or on Debian: apt-get install buildah

      test: make
        got      no make on this machine
        allowed  make, which docker/Makefile needs
        fix      Install it, e.g. on Debian: apt-get install make, on macOS: xcode-select --install

      test: terraform
        got      terraform 1.10.5
        allowed  Terraform or OpenTofu 1.11 or newer
        fix      Install it (https://developer.hashicorp.com/terraform/install). For OpenTofu: export TERRAFORM_BINARY_NAME=tofu

      ../api: docker/
        got      no docker/Makefile, docker/app/Dockerfile, docker/nginx/nginx.conf
        allowed  the files that the images are built from
        fix      Run npm run ops -- copy-docker test --app ../api

      ../api: composer.lock
        got      it does not exist
        allowed  a file that Composer wrote
        fix      Run composer install, and commit composer.lock."
    `);
  });

  it("is refused without Terraform, before the first resource is created", async () => {
    program("terraform", 127);
    expect(await refusal("api")).toContain("no terraform on this machine");
  });

  it("is refused without a commit, with a command for its path", async () => {
    rmSync(join(folder, "api/.git"), { recursive: true });
    expect(await refusal("api")).toContain(
      "Commit it: git -C /home/taylor/api init && git -C /home/taylor/api add --all && git -C /home/taylor/api commit",
    );
  });
});
