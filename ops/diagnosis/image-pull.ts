import type { Environment } from "../../config/environment";
import { imageArchitectureOf } from "../../facts/instance-types";
import type { Finding } from "./finding";
import { commandLine } from "../cli/command-line";

type Explanation = Pick<Finding, "cause" | "why" | "next">;

/**
 * Why an image could not be pulled.
 *
 * Source of the texts: "Troubleshooting Amazon ECS CannotPullContainer task errors", and the errors of Docker and
 * containerd that it quotes. The first match counts: "not found" is part of several others.
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
      why: "The registry limits the number of pulls.",
      next: "Wait, or copy the image to this environment's own repository.",
    }),
  ],
  [
    /i\/o timeout|request canceled|deadline exceeded|connection refused|connection reset|no such host|TLS handshake|RequestError|EOF/i,
    () => ({
      cause: "image-registry-unreachable",
      why: "The host cannot reach the registry.",
      next: "Check the hosts' route to the internet.",
    }),
  ],
  [
    /AccessDenied|not authorized|no basic auth credentials|denied: |403 Forbidden/i,
    ({ name }) => ({
      cause: "image-unreadable",
      why: "The registry denied the pull: a permission is missing, or the repository does not exist.",
      next: `Check that the role ${name}-task-execution covers the image's repository. Deploy the base stack, then the service stack.`,
    }),
  ],
  [
    /not found|manifest unknown|does not exist|failed to resolve ref/i,
    (environment) => ({
      cause: "image-missing",
      why: "The repository does not have this image: it was not pushed, or was expired by the lifecycle policy.",
      next: `Push the image with this tag, or deploy another tag: ${commandLine(environment, "deploy", "--tag <commit>")}`,
    }),
  ],
];

/** The disk of a host is full, in whichever error that shows. */
export const DISK_FULL: Explanation = {
  cause: "disk-full",
  why: "The host's disk is full.",
  next: "Raise hosts.rootVolumeGiB and deploy the base stack, which replaces the host. Or terminate the instance: Auto Scaling launches a new one.",
};

/** The image was built for another processor architecture than the hosts'. */
export function wrongArchitecture({ hosts }: Environment): Explanation {
  const platform = `linux/${imageArchitectureOf(hosts.instanceType)}`;
  return {
    cause: "image-wrong-architecture",
    why: `The image was built for another processor architecture. ${hosts.instanceType} needs ${platform}.`,
    next: `Build the image with --platform ${platform}, push it and deploy it.`,
  };
}

/** The cause of a CannotPullContainerError. */
export function whyNotPulled(environment: Environment, reason: string): Explanation {
  const [, explain] = CAUSES.find(([pattern]) => pattern.test(reason)) ?? [];
  return (
    explain?.(environment) ?? {
      cause: "image-unreadable",
      why: "Docker could not pull the image, for an unknown reason.",
      next: "Read the reason above, which comes from the registry.",
    }
  );
}
