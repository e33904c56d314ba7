import { hasDocker } from "../../../local/images/builder";
import { missingOf, registerWith } from "../../helpers/tools";

export { hasDocker };

const TOOLS = ["debootstrap", "docker-registry", "ip", "openssl", "shellcheck", "tini-static"];

function missing(): string[] {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return ["root on Linux"];
  return missingOf([...TOOLS, ...(hasDocker ? [] : ["buildah"])]);
}

/** `describe` for tests that need images and containers. */
export const describeImages = (name: string, tests: () => void): void =>
  registerWith(describe, missing(), "run __tests__/images/prepare.sh as root on Debian", name, tests);
