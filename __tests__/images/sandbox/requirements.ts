import { spawnSync } from "node:child_process";
import { isInstalled } from "../../helpers/tools";

const TOOLS = ["debootstrap", "docker-registry", "ip", "openssl", "shellcheck", "tini-static"];

/** Whether a Docker engine answers; its client alone builds nothing. */
export const hasDocker = spawnSync("docker", ["info"], { stdio: "ignore" }).status === 0;

function missing(): string[] {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return ["root on Linux"];
  return [...TOOLS, ...(hasDocker ? [] : ["buildah"])].filter((tool) => !isInstalled(tool));
}

/**
 * `describe` for tests that need images and containers. Where they cannot run, CI fails and everyone
 * else is told what was left out.
 */
export function describeImages(name: string, tests: () => void): void {
  const lacking = missing();
  if (lacking.length === 0) {
    describe(name, tests);
    return;
  }

  const reason = `${lacking.join(", ")} missing: run __tests__/images/prepare.sh as root on Debian`;
  if (process.env.CI) {
    test(name, () => {
      throw new Error(reason);
    });
  } else {
    console.warn(`NOT RUN: "${name}": ${reason}`);
    describe.skip(name, tests);
  }
}
