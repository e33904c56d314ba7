import { span } from "../clock";
import { lastBadEnd } from "../evidence";
import type { DeploymentFacts, Release } from "../facts";
import { deploymentFacts } from "../facts";
import { toService } from "../links";
import type { Kind, Words } from "../news";
import { join } from "../shape";

export const deployment: Kind = ({ time, resources, detail }) => {
  const { eventName, deploymentId, updatedAt, reason } = detail;
  const service = resources[0];
  const name = eventName.replace("SERVICE_DEPLOYMENT_", "");
  const phase = name === "IN_PROGRESS" && /roll(?:ed|ing)? ?back/i.test(reason) ? "ROLLBACK" : name;
  if (!reason || !/^(IN_PROGRESS|COMPLETED|FAILED)$/.test(name)) return undefined;
  const id = [service, deploymentId];
  return {
    same: [deploymentId, eventName, updatedAt],
    ...(phase === "IN_PROGRESS" ? { begins: id } : { ends: id }),
    links: toService(service),
    words: async (attempt) => {
      const [known, end] = await Promise.all([
        attempt((signal) => deploymentFacts(service, time, signal)),
        phase === "FAILED" ? lastBadEnd(attempt, service, deploymentId) : undefined,
      ]);
      const [icon, does, why, facts] = wordsOf(phase, time, join("\n", end?.cause, reason), known);
      return [icon, `${service} ${does}`, why, facts, end?.log];
    },
  };
};

const wordsOf = (phase: string, at: number, reason: string, known?: DeploymentFacts): Words => {
  const {
    from,
    to,
    registeredBy,
    startedAt = NaN,
    failedTasks,
    rollback,
  }: Partial<DeploymentFacts> = known ?? {};
  const release = {
    Image: images(to, from),
    Revision: to?.taskDefinition,
    "Registered by": registeredBy,
  };
  const Duration = span(startedAt, at);
  switch (phase) {
    case "IN_PROGRESS":
      return ["🚀", "is being deployed", "", release];
    case "ROLLBACK":
      return ["⏪", "is being rolled back", reason, { "Rolling back to": images(from) }];
    case "FAILED":
      return ["❌", "could not be deployed", reason, { ...release, "Failed tasks": failedTasks, Duration }];
  }
  // After a failed release, ECS reports the rollback as the completed deployment.
  if (!known) return ["❔", "finished a deployment", "It may have been a rollback."];
  if (rollback === undefined) return ["✅", "is deployed", "", { ...release, Duration }];
  return [
    "↩️",
    "was rolled back because the release failed",
    rollback,
    { "Runs now": images(from), Failed: images(to), ...release, Image: "", Duration },
  ];
};

/** The tag of every image, preceded by the previous tag where it was another. Several containers may have the same image. */
const images = (after?: Release, before?: Release) => {
  const lines = after?.containerImages.map(({ image: [name, tag] }) => {
    const old = before?.containerImages.find(({ image }) => image[0] === name)?.image[1];
    return join(" ", name, old !== tag && old && `${old} →`, tag);
  });
  return [...new Set(lines)].join("\n");
};
