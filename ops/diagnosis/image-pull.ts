import type { Environment } from "../../config/environment";
import { architectureOf } from "../../facts/instance-types";
import type { Finding } from "./finding";
import { command } from "./rule";

type Explanation = Pick<Finding, "cause" | "why" | "next">;

/**
 * Why an image could not be pulled.
 *
 * Source of the texts: "Troubleshooting Amazon ECS CannotPullContainer task errors", and the errors of Docker and
 * containerd that it quotes. The first that matches holds: "not found" is a part of several others.
 */
const CAUSES: readonly (readonly [RegExp, (environment: Environment) => Explanation])[] = [
  [/no space left on device/i, () => DISK_FULL],
  [
    /no matching manifest|does not contain descriptor matching platform|no match for platform|image operating system/i,
    wrongArchitecture,
  ],
  [
    /toomanyrequests|rate limit|too many requests/i,
    () => ({
      cause: "image-registry-unreachable",
      why: "The registry limits how often one may pull.",
      next: "Wait, or pull the image through this environment's own repository.",
    }),
  ],
  [
    /i\/o timeout|request canceled|deadline exceeded|connection refused|connection reset|no such host|TLS handshake|RequestError|EOF/i,
    () => ({
      cause: "image-registry-unreachable",
      why: "The host does not reach the registry.",
      next: "Look at the hosts' route to the internet and at hosts.egressPorts, which must hold 443.",
    }),
  ],
  [
    /AccessDenied|not authorized|no basic auth credentials|denied: |403 Forbidden/i,
    ({ name }) => ({
      cause: "image-unreadable",
      why: "The registry lets nobody pull it: a right is missing, or the repository is not there.",
      next: `Compare the image's repository with the role ${name}-task-execution; deploy base, then service.`,
    }),
  ],
  [
    /not found|manifest unknown|does not exist|failed to resolve ref/i,
    (environment) => ({
      cause: "image-missing",
      why: "There is no such image in the repository: it was never pushed there, or was swept.",
      next: `Push the image under that tag, or deploy one that is there: ${command(environment, "deploy", "--tag <commit>")}`,
    }),
  ],
];

/** A full disk of a host, by whatever it shows itself. */
export const DISK_FULL: Explanation = {
  cause: "disk-full",
  why: "The host's disk is full.",
  next: "Raise hosts.rootVolumeGiB and deploy base, which replaces the host; or terminate the instance for a fresh one.",
};

/** An image that was built for another processor than the hosts'. */
export function wrongArchitecture({ hosts }: Environment): Explanation {
  const platform = architectureOf(hosts.instanceType) === "ARM64" ? "linux/arm64" : "linux/amd64";
  return {
    cause: "image-wrong-architecture",
    why: `The image was built for another processor; ${hosts.instanceType} runs ${platform}.`,
    next: `Build it with --platform ${platform}, push it and deploy it.`,
  };
}

/** Why ECS says CannotPullContainerError. */
export function whyNotPulled(environment: Environment, reason: string): Explanation {
  const [, explain] = CAUSES.find(([pattern]) => pattern.test(reason)) ?? [];
  return (
    explain?.(environment) ?? {
      cause: "image-unreadable",
      why: "Docker could not pull it, for a reason that is not among the known ones.",
      next: "Read the reason above; it is the registry's own.",
    }
  );
}
