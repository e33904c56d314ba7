import type { Service, ServiceDeployment } from "@aws-sdk/client-ecs";
import type { Environment } from "../../config/environment";
import type { Finding } from "./finding";
import { commandLine } from "../cli/command-line";
import type { DiagnosisRule } from "./rule";

/** Deployments that failed. A service that was rolled back is stable, so its state alone does not show the failure. */
export const failedDeployments: DiagnosisRule = (environment, { services = [], serviceDeployments = [] }) =>
  services.flatMap((service) => {
    const [newest, before] = serviceDeployments.filter(({ serviceArn }) => serviceArn === service.serviceArn);
    const found = newest
      ? deploymentFinding(environment, service, newest, before)
      : rolloutFinding(environment, service);
    return found ?? [];
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
        what: `${service.serviceName}: the newest deployment failed, and so did its rollback`,
        why: reason,
        next: `Return to a release that was healthy: ${commandLine(environment, "rollback")}`,
      };
    case "STOPPED":
    case "STOP_REQUESTED":
      return {
        cause: "deployment-stopped",
        what: `${service.serviceName}: the newest deployment was stopped before it completed`,
        why: reason || "ECS had no revision to roll back to, or an operator stopped it.",
        next: `Deploy again: ${commandLine(environment, "deploy", "--tag <commit>")}`,
      };
    case "PENDING":
    case "IN_PROGRESS":
      return before?.status === "STOPPED"
        ? {
            cause: "deployment-superseded",
            what: `${service.serviceName}: a deployment was replaced by a newer one before it completed`,
            why: before.statusReason ?? "Two deployments were started shortly after each other.",
            next: "Wait for the newer deployment.",
          }
        : rolloutFinding(environment, service);
    default:
      return undefined;
  }
}

/** The same from the service itself, when its service deployments were not read. */
function rolloutFinding(environment: Environment, service: Service): Finding | undefined {
  const { deployments = [] } = service;
  const primary = deployments.find(({ status }) => status === "PRIMARY");
  const reason = primary?.rolloutStateReason ?? "";
  if (/rolling back to/i.test(reason)) return rolledBack(environment, service, reason);
  if (primary?.rolloutState !== "FAILED") return undefined;
  return {
    cause: "nothing-to-roll-back-to",
    what: `${service.serviceName}: the deployment failed, and an earlier one to roll back to does not exist`,
    why: reason || "The tasks failed to start.",
    next: `Correct the cause, then deploy again: ${commandLine(environment, "deploy", "--tag <commit>")}`,
  };
}

const rolledBack = (
  environment: Environment,
  { serviceName, taskDefinition }: Service,
  reason: string,
): Finding => ({
  cause: "rolled-back",
  what: `${serviceName}: the newest deployment was rolled back; ${taskDefinition?.split("/").at(-1) ?? "the earlier revision"} is running`,
  why: reason || "The tasks did not become healthy.",
  next: `Correct the cause (see the other problems), then deploy again: ${commandLine(environment, "deploy", "--tag <commit>")}`,
});
