import { awsLine } from "../../facts/shell-words";
import type { DiagnosisRule } from "./rule";
import { commandLine } from "../cli/command-line";

/** The longest time from the launch of a host until it joins the cluster. Two minutes are usual. */
const BOOT_MINUTES = 10;

/** Hosts that are missing, are disconnected, or accept no more tasks. */
export const hostsMissing: DiagnosisRule = (environment, { at, hosts, scalingActivities = [] }) => {
  if (hosts === undefined) return undefined;
  const shell = `Open a shell on the host: ${commandLine(environment, "shell", "host")}`;

  const disconnected = hosts.filter(
    ({ agentConnected, status }) => agentConnected === false && status === "ACTIVE",
  );
  const working = hosts.filter(
    ({ agentConnected, status }) => agentConnected !== false && status === "ACTIVE",
  );

  if (disconnected.length > 0) {
    const ids = disconnected.map(({ ec2InstanceId }) => ec2InstanceId).join(", ");
    return {
      cause: "host-disconnected",
      what: `host ${ids}: its ECS agent is disconnected`,
      why: "Its tasks may still be running, but ECS can neither start nor stop tasks there. The usual cause is a host without free memory or disk.",
      next: `${shell}. Or terminate the instance: Auto Scaling launches a new one.`,
    };
  }
  if (working.length > 0) return undefined;
  if (hosts.length > 0) {
    return {
      cause: "host-draining",
      what: "hosts: every host is draining, so no task can start",
      why: "A host is being replaced, or AWS is interrupting a Spot instance.",
      next: "Auto Scaling launches the next host within minutes. If it does not, check the activities of the Auto Scaling group.",
    };
  }

  const [latest] = scalingActivities;
  const launch = scalingActivities.find(({ Description }) =>
    (Description ?? "").includes("Launching a new EC2 instance"),
  );
  if (latest?.StatusCode === "Failed" || latest?.StatusCode === "Cancelled") {
    return {
      cause: "host-not-launched",
      what: "hosts: none is running, and none could be launched",
      why: latest.StatusMessage ?? latest.Cause ?? "Auto Scaling gives no reason.",
      next: "If AWS has no capacity, use another hosts.instanceType or on-demand hosts. If a quota was reached, request a higher one. Then deploy the base stack.",
    };
  }
  const minutes = launch?.StartTime && Math.floor((at.getTime() - launch.StartTime.getTime()) / 60_000);
  if (minutes !== undefined && minutes < BOOT_MINUTES) {
    return {
      cause: "host-booting",
      what: `hosts: the only host has been starting for ${minutes} min`,
      why: "The host has not joined the cluster yet, which takes about two minutes.",
      next: "Wait, then run status again.",
    };
  }
  return {
    cause: "no-host",
    what: "hosts: none has joined the cluster",
    why:
      minutes === undefined
        ? "The Auto Scaling group has launched no host."
        : `A host was launched ${minutes} min ago and has not joined: its agent cannot reach ECS, or its user data failed.`,
    next:
      minutes === undefined
        ? `Read the reason: ${awsLine(environment, "autoscaling", "describe-scaling-activities", "--auto-scaling-group-name", environment.name)}`
        : `Read its console output: ${awsLine(environment, "ec2", "get-console-output", "--latest", "--instance-id", "<instance>")}`,
  };
};
