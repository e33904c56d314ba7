import { hasDocker } from "../../../local/containers/possible";
import { missingOf, registerWith } from "../../helpers/tools";

export { hasDocker };

const TOOLS = [
  ...["curl", "debootstrap", "docker-registry", "ip", "iptables", "openssl", "shellcheck", "tini-static"],
];

function missing(builders: readonly string[]): string[] {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return ["root on Linux"];
  return missingOf([...TOOLS, ...builders]);
}

const describeWith =
  (builders: readonly string[]) =>
  (name: string, tests: () => void): void =>
    registerWith(
      describe,
      missing(builders),
      "run __tests__/images/prepare.sh as root on Debian",
      name,
      tests,
    );

/** `describe` for tests that need images and containers. */
export const describeImages = describeWith(hasDocker ? [] : ["buildah"]);

/** The same, where the images are built by buildah even if a Docker engine runs. */
export const describeBuildah = describeWith(["buildah"]);
