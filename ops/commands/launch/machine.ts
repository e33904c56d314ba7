import { spawnSync } from "node:child_process";
import type { Problem } from "../../../config/messages/problem";
import { given } from "../../../facts/given";
import { terraformBinary } from "../../terraform/binary";

/** The release with write-only arguments, which the stacks need. */
const TERRAFORM = { major: 1, minor: 11 };

/** The builder of the images: docker, if its engine answers, otherwise buildah. */
export type Builder = "docker" | "buildah";

/**
 * Looks for the programs that build the images: a launch would fail without them after it has created the base stack.
 *
 * @returns the builder, and a problem for each program that is missing
 */
export function builderHere(): { builder: Builder; problems: Problem[] } {
  const hasBuildx = runs("docker", "buildx", "version");
  const builder = hasBuildx && runs("docker", "info") ? "docker" : "buildah";
  const problems = given(
    builder === "buildah" &&
      !runs("buildah", "--version") &&
      (hasBuildx
        ? {
            path: "docker",
            got: "docker, whose engine does not answer",
            allowed: "a Docker engine that runs, or buildah, to build the images",
            fix: "Start Docker. docker info prints the reason if it does not answer then.",
          }
        : {
            path: "docker",
            got: "neither docker buildx nor buildah on this machine",
            allowed: "one of them, to build the images",
            fix: "Install Docker with its buildx plugin, or on Debian: apt-get install buildah",
          }),
    !runs("make", "--version") && {
      path: "make",
      got: "no make on this machine",
      allowed: "make, which docker/Makefile needs",
      fix: "Install it, e.g. on Debian: apt-get install make, on macOS: xcode-select --install",
    },
  );
  return { builder, problems };
}

/** The problem of the Terraform that deploys the stacks: it is missing or too old. */
export function terraformProblems(): Problem[] {
  const program = terraformBinary();
  const version = versionOf(program);
  const [major = 0, minor = 0] = (version ?? "").split(".").map(Number);
  if (major > TERRAFORM.major || (major === TERRAFORM.major && minor >= TERRAFORM.minor)) return [];
  return [
    {
      path: "terraform",
      got: version === undefined ? `no ${program} on this machine` : `${program} ${version}`,
      allowed: `Terraform or OpenTofu ${TERRAFORM.major}.${TERRAFORM.minor} or newer`,
      fix: "Install it (https://developer.hashicorp.com/terraform/install). For OpenTofu: export TERRAFORM_BINARY_NAME=tofu",
    },
  ];
}

/** The version that Terraform and OpenTofu print; undefined if they do not run. */
function versionOf(program: string): string | undefined {
  const { status, stdout } = spawnSync(program, ["version"], { encoding: "utf8", env: process.env });
  return status === 0 ? /v(\d+\.\d+\.\d+)/.exec(stdout)?.[1] : undefined;
}

/** Whether a program is installed, and ends without an error. */
const runs = (program: string, ...args: string[]) =>
  spawnSync(program, args, { stdio: "ignore", env: process.env }).status === 0;
