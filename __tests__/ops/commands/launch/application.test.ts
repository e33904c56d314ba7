import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { applicationIn } from "../../../../ops/commands/launch/application";

describe("the application of a launch", () => {
  const { PATH } = process.env;
  let folder: string;
  const write = (path: string, text = "") => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.com", ...args], {
      cwd: join(folder, "api"),
      encoding: "utf8",
    }).trim();
  const program = (name: string, status: number) => {
    write(`bin/${name}`, `#!/bin/sh\nexit ${status}\n`);
    chmodSync(join(folder, "bin", name), 0o755);
  };
  const refusal = (path: string, tag?: string) => {
    try {
      applicationIn(join(folder, path), tag, "live");
      return "";
    } catch (error) {
      return (error as Error).message.replaceAll(folder, "/home/taylor");
    }
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "application-"));
    for (const file of [
      "docker/Makefile",
      "docker/app/Dockerfile",
      "docker/nginx/Dockerfile",
      "composer.lock",
    ])
      write(`api/${file}`);
    git("init", "--quiet");
    git("add", "--all");
    git("commit", "--quiet", "--message", "An application");
    program("docker", 1);
    program("buildah", 0);
    program("make", 0);
    process.env.PATH = `${join(folder, "bin")}:${PATH}`;
  });
  afterEach(() => {
    process.env.PATH = PATH;
    rmSync(folder, { recursive: true });
  });

  it("is built from its commit, which is the tag, by the builder of this machine", () => {
    const commit = git("rev-parse", "HEAD");

    expect(applicationIn(join(folder, "api"), undefined, "live")).toMatchObject({
      tag: commit,
      builder: "buildah",
    });
    program("docker", 0);
    expect(applicationIn(join(folder, "api"), "v2", "live")).toMatchObject({ tag: "v2", builder: "docker" });
  });

  it.each(["$(shell touch x)", "a b", "-x", "a\nb", "", "v2;x", "ü", "a".repeat(129)])(
    "is not built with a tag that make or a registry reads in another way: %j",
    (tag) => {
      expect(refusal("api", tag)).toContain("live: --tag\n");
    },
  );

  it("prints commands that a shell reads as they are meant, whatever the folder is called", () => {
    write("it's $(touch x); y/readme.md");

    const [, line = ""] = /Commit it: (.*)/.exec(refusal("it's $(touch x); y")) ?? [];
    const said = execFileSync("sh", ["-c", `git() { printf '%s|' "$@"; }\n${line}`], { cwd: folder });
    const path = "/home/taylor/it's $(touch x); y";
    expect(said.toString()).toBe(`-C|${path}|init|-C|${path}|add|--all|-C|${path}|commit|`);
    expect(existsSync(join(folder, "x"))).toBe(false);
  });

  it("is refused if it is not a folder", () => {
    expect(refusal("nowhere")).toMatchInlineSnapshot(`
     "1 problem would make the launch fail. Nothing was changed.

     live: --app
       got      "/home/taylor/nowhere", which is not a folder
       allowed  the folder of your Laravel repository
       fix      Give the path to it, e.g. --app ../api."
    `);
  });

  it("is refused with everything that would make the build fail", () => {
    program("buildah", 1);
    program("make", 1);
    git("rm", "--quiet", "composer.lock");

    expect(refusal("api")).toMatchInlineSnapshot(`
     "4 problems would make the launch fail. Nothing was changed.

     live: --app
       got      "/home/taylor/api", which has no composer.lock
       allowed  a Laravel repository that follows docs/laravel.md
       fix      Copy and commit the files as in docs/laravel.md, step 1.

     live: --app
       got      uncommitted changes in /home/taylor/api:
                D  composer.lock
       allowed  a clean work tree: the tag is the commit, so the image must be built from it
       fix      Commit or stash them.

     live: docker
       got      neither docker buildx nor buildah on this machine
       allowed  one of them, to build the images
       fix      Install Docker with its buildx plugin, or on Debian: apt-get install buildah

     live: make
       got      no make on this machine
       allowed  make, which docker/Makefile needs
       fix      Install it."
    `);
  });

  it("is refused without a commit", () => {
    rmSync(join(folder, "api/.git"), { recursive: true });
    expect(refusal("api")).toContain("which has no commit");
  });
});
