import type { Service, ServiceDeployment } from "@aws-sdk/client-ecs";
import type { Environment } from "../../config/environment";
import type { Finding } from "./finding";
import { command } from "./rule";
import type { Rule } from "./rule";

/** Releases that did not come to be. A service that was rolled back looks stable: that is the green lie. */
export const failedDeployments: Rule = (environment, { services = [], serviceDeployments = [] }) =>
  services.flatMap((service) => {
    const [newest, before] = serviceDeployments.filter(({ serviceArn }) => serviceArn === service.serviceArn);
    const found = newest
      ? deploymentFinding(environment, service, newest, before)
      : rolloutFinding(environment, service);
    return found ? [found] : [];
  });

function deploymentFinding(
  environment: Environment,
  service: Service,
  { status, statusReason = "", rollback }: ServiceDeployment,
  before: ServiceDeployment | undefined,
): Finding | undefined {
  const reason = rollback?.reason ?? statusReason;
  switch (status) {
    case "ROLLBACK_SUCCESSFUL":
    case "ROLLBACK_IN_PROGRESS":
    case "ROLLBACK_REQUESTED":
      return rolledBack(environment, service, reason);
    case "ROLLBACK_FAILED":
      return {
        cause: "rollback-failed",
        what: `${service.serviceName}: the newest release failed, and so did the way back`,
        why: reason,
        next: `Deploy a release that ran: ${command(environment, "rollback")}`,
      };
    case "STOPPED":
    case "STOP_REQUESTED":
      return {
        cause: "deployment-stopped",
        what: `${service.serviceName}: the newest deployment was stopped before it was done`,
        why: reason || "ECS found nothing to return to, or somebody stopped it.",
        next: `Deploy again: ${command(environment, "deploy", "--tag <commit>")}`,
      };
    case "PENDING":
    case "IN_PROGRESS":
      return before?.status === "STOPPED"
        ? {
            cause: "deployment-superseded",
            what: `${service.serviceName}: a deployment was replaced by a newer one before it was done`,
            why: before.statusReason ?? "Two deployments followed each other closely.",
            next: "Wait for the newer one.",
          }
        : rolloutFinding(environment, service);
    default:
      return undefined;
  }
}

/** The same from the service itself, where its service deployments were not looked at. */
function rolloutFinding(environment: Environment, service: Service): Finding | undefined {
  const { deployments = [] } = service;
  const primary = deployments.find(({ status }) => status === "PRIMARY");
  const reason = primary?.rolloutStateReason ?? "";
  if (/rolling back to/i.test(reason)) return rolledBack(environment, service, reason);
  if (primary?.rolloutState !== "FAILED") return undefined;
  return {
    cause: "nothing-to-roll-back-to",
    what: `${service.serviceName}: the release failed, and there is none to return to`,
    why: reason || "Its tasks failed to start.",
    next: `Deploy a release that starts: ${command(environment, "deploy", "--tag <commit>")}`,
  };
}

const rolledBack = (
  environment: Environment,
  { serviceName, taskDefinition }: Service,
  reason: string,
): Finding => ({
  cause: "rolled-back",
  what: `${serviceName}: the newest release was rolled back; ${taskDefinition?.split("/").at(-1) ?? "the one before"} runs`,
  why: reason || "Its tasks did not become healthy.",
  next: `Mend what the other findings name, and deploy again: ${command(environment, "deploy", "--tag <commit>")}`,
});
