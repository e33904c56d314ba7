import { spawnSync } from "node:child_process";
import { missingOf, registerWith } from "../../helpers/tools";

const TOOLS = ["debootstrap", "docker-registry", "ip", "openssl", "shellcheck", "tini-static"];

/** Whether a Docker engine answers; its client alone builds nothing. */
export const hasDocker = spawnSync("docker", ["info"], { stdio: "ignore" }).status === 0;

function missing(): string[] {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return ["root on Linux"];
  return missingOf([...TOOLS, ...(hasDocker ? [] : ["buildah"])]);
}

/** `describe` for tests that need images and containers. */
export const describeImages = (name: string, tests: () => void): void =>
  registerWith(describe, missing(), "run __tests__/images/prepare.sh as root on Debian", name, tests);
