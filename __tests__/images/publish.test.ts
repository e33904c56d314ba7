import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "./sandbox/container";
import { BUILDAH, makeRepository, WORK } from "./sandbox/image";
import { describeImages, hasDocker } from "./sandbox/requirements";

const PORT = 5055;
const REGISTRY = `127.0.0.1:${PORT}`;
const DIRECTORY = join(WORK, "publish");
const TEAM = join(DIRECTORY, "team");

/** A registry on this machine does not use TLS. Docker infers it from the address, buildah needs a flag. */
const PLAIN_HTTP = join(DIRECTORY, "registries.conf");

const git = (...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=Team", "-c", "user.email=team@example.com", ...args], {
    cwd: TEAM,
    encoding: "utf8",
  }).trim();

/** Images that build in a second, because this is a test of the Makefile. */
function makeTeamRepository(): void {
  rmSync(DIRECTORY, { recursive: true, force: true });
  mkdirSync(DIRECTORY, { recursive: true });
  writeFileSync(PLAIN_HTTP, `[[registry]]\nlocation = "${REGISTRY}"\ninsecure = true\n`);
  makeRepository(TEAM);
  const build =
    'COPY public/robots.txt /\nARG REVISION\nLABEL org.opencontainers.image.revision="${REVISION}"\n';
  writeFileSync(
    join(TEAM, "docker/app/Dockerfile"),
    `FROM scratch AS production\n${build}FROM scratch AS nginx\n${build}`,
  );
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "first");
}

const make = (...args: string[]): { code: number | null; output: string } => {
  const { status, stdout, stderr } = spawnSync(
    "make",
    [
      "--file=docker/Makefile",
      `REGISTRY=${REGISTRY}`,
      "NAME=blog-test",
      `BUILDER=${hasDocker ? "docker" : "buildah"}`,
      `BUILDAH_FLAGS=${BUILDAH.join(" ")}`,
      ...args,
    ],
    { cwd: TEAM, encoding: "utf8", env: { ...process.env, CONTAINERS_REGISTRIES_CONF: PLAIN_HTTP } },
  );
  return { code: status, output: stdout + stderr };
};

describeImages("make build push, in a team's repository", () => {
  let registry: ChildProcess;
  let requests = "";

  beforeAll(async () => {
    makeTeamRepository();
    const configuration = join(DIRECTORY, "registry.yml");
    writeFileSync(
      configuration,
      `version: 0.1\nlog: { accesslog: { disabled: false } }\nstorage: { filesystem: { rootdirectory: ${join(DIRECTORY, "registry")} } }\nhttp: { addr: "${REGISTRY}" }\n`,
    );
    registry = spawn("docker-registry", ["serve", configuration], { stdio: ["ignore", "pipe", "pipe"] });
    registry.stdout?.on("data", (chunk: Buffer) => (requests += chunk.toString()));
    await until("the registry answers", async () => (await fetch(`http://${REGISTRY}/v2/`)).ok);
  });

  afterAll(() => {
    registry.kill();
  });

  it("names both images by the commit", async () => {
    const commit = git("rev-parse", "HEAD");

    expect(make("build", "push")).toMatchObject({ code: 0 });
    for (const image of ["app", "nginx"]) {
      const tags = await (await fetch(`http://${REGISTRY}/v2/blog-test/${image}/tags/list`)).json();
      expect(tags).toEqual({ name: `blog-test/${image}`, tags: [commit] });
    }
  });

  it("pushes nothing when the commit is already there", () => {
    requests = "";
    const { code, output } = make("push");

    expect(code).toBe(0);
    expect(output.match(/is already in the registry/g)).toHaveLength(2);
    expect(requests).not.toMatch(/"(PUT|POST|PATCH) /);
  });

  it("refuses a dirty work tree, with the changed files", () => {
    writeFileSync(join(TEAM, "routes/api.php"), "<?php // changed\n");
    const { code, output } = make("build");
    git("checkout", "--quiet", "routes/api.php");

    expect(code).toBe(2);
    expect(output).toContain(
      "The work tree has uncommitted changes. Fix: commit or stash them\n M routes/api.php",
    );
  });

  it("reports which arguments are missing", () => {
    expect(make("build", "REGISTRY=").output).toContain(
      "REGISTRY is not set. Fix: set it to the registry, e.g. 123456789012.dkr.ecr",
    );
    expect(make("build", "NAME=").output).toContain(
      "NAME is not set. Fix: set it to <application>-<environment>, e.g. blog-production",
    );
  });

  it("logs in to ECR by the AWS CLI, in the registry's region", () => {
    const bin = join(DIRECTORY, "bin");
    mkdirSync(bin);
    for (const tool of ["aws", "buildah", "docker"]) {
      writeFileSync(
        join(bin, tool),
        `#!/bin/sh\necho "${tool} $*" >&2\n[ ${tool} != aws ] || echo password\n`,
      );
      chmodSync(join(bin, tool), 0o755);
    }
    const { output } = make(
      "login",
      "REGISTRY=123456789012.dkr.ecr.eu-west-1.amazonaws.com",
      `PATH=${bin}:${process.env.PATH}`,
    );

    expect(output).toContain("aws ecr get-login-password --region eu-west-1");
    expect(output).toContain(
      "login --username AWS --password-stdin 123456789012.dkr.ecr.eu-west-1.amazonaws.com",
    );
  });
});
