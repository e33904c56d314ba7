import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JOBS } from "./workflow";

const MAKEFILE = join(__dirname, "../../docker/Makefile");
const REGISTRY = "registry.example.com";

describe("make build push", () => {
  const folder = mkdtempSync(join(tmpdir(), "attestations-"));
  const log = join(folder, "log");

  beforeAll(() => {
    mkdirSync(join(folder, "team"));
    mkdirSync(join(folder, "bin"));
    // A client that knows no image in the registry, and writes down what it is asked.
    const docker = `#!/bin/sh\nfor word; do printf '%s ' "$word"; done >> ${log}\necho >> ${log}\n[ "$2" != imagetools ]\n`;
    writeFileSync(join(folder, "bin/docker"), docker);
    chmodSync(join(folder, "bin/docker"), 0o755);
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=Team", "-c", "user.email=team@example.com", ...args], {
        cwd: join(folder, "team"),
      });
    git("init", "--quiet");
    git("commit", "--quiet", "--allow-empty", "--message", "first");
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** The commands that docker got, without the questions whether an image exists. */
  function make(...args: string[]): { code: number | null; errors: string; commands: string[] } {
    writeFileSync(log, "");
    const { status, stderr } = spawnSync(
      "make",
      [
        "-f",
        MAKEFILE,
        "NAME=api-test",
        `REGISTRY=${REGISTRY}`,
        "TAG=1a2b3c4",
        "PLATFORM=linux/arm64",
        ...args,
      ],
      {
        cwd: join(folder, "team"),
        encoding: "utf8",
        env: { ...process.env, PATH: `${join(folder, "bin")}:${process.env.PATH}` },
      },
    );
    const commands = readFileSync(log, "utf8").trim().split("\n");
    return {
      code: status,
      errors: stderr,
      commands: commands.filter((line) => /^(buildx build|push) /.test(line)),
    };
  }

  it("builds each image once, and pushes it with an SBOM and its provenance", () => {
    const { code, errors, commands } = make("build", "push", "BUILDER=docker", "ATTESTATIONS=yes");

    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(commands).toEqual(
      ["app", "nginx"].map<unknown>((image) =>
        expect.stringMatching(
          new RegExp(
            "^buildx build --push --sbom=true --provenance=mode=max --platform linux/arm64 " +
              `--file docker/app/Dockerfile --target ${image === "app" ? "production" : image} .* --tag ${REGISTRY}/api-test/${image}:1a2b3c4 \\. ?$`,
          ),
        ),
      ),
    );
  });

  it("loads and pushes the images without attestations, unless they are asked for", () => {
    const { commands } = make("build", "push", "BUILDER=docker");

    expect(commands).toHaveLength(4);
    expect(commands.filter((command) => command.startsWith("buildx build --load "))).toHaveLength(2);
    expect(commands.join("\n")).not.toMatch(/sbom|provenance/);
  });

  it("loads an image that is only built", () => {
    const { commands } = make("build", "BUILDER=docker", "ATTESTATIONS=yes");
    expect(commands.filter((command) => command.startsWith("buildx build --load "))).toHaveLength(2);
  });

  it("refuses attestations by a builder that makes none", () => {
    const { code, errors } = make("push", "BUILDER=buildah", "ATTESTATIONS=yes");

    expect(code).toBe(2);
    expect(errors).toContain(
      "ATTESTATIONS is set, but BUILDER is buildah. Fix: set BUILDER=docker, or leave ATTESTATIONS out",
    );
  });
});

it("the workflow of the application attests its images, with a builder that can", () => {
  const [, { steps = [] } = {}] = JOBS.find(([name]) => name.endsWith("application.yml: deploy")) ?? [];
  const build = steps.findIndex(({ run = "" }) => run.includes("build push"));

  expect(steps[build]?.run).toContain("BUILDER=docker ATTESTATIONS=yes");
  expect(steps.slice(0, build).some(({ uses = "" }) => uses.startsWith("docker/setup-buildx-action@"))).toBe(
    true,
  );
});
