import type { Rule } from "./rule";
import { command } from "./rule";

/** From the launch of a host until it has joined the cluster, at most; two minutes are usual. */
const BOOT_MINUTES = 10;

/** Hosts that are not there, do not answer, or take no more tasks. */
export const hostsMissing: Rule = (environment, { at, hosts, scalingActivities = [] }) => {
  if (hosts === undefined) return [];
  const shell = `Look at it: ${command(environment, "shell", "host")}`;

  const disconnected = hosts.filter(
    ({ agentConnected, status }) => agentConnected === false && status === "ACTIVE",
  );
  const working = hosts.filter(
    ({ agentConnected, status }) => agentConnected !== false && status === "ACTIVE",
  );

  if (disconnected.length > 0) {
    const ids = disconnected.map(({ ec2InstanceId }) => ec2InstanceId).join(", ");
    return [
      {
        cause: "host-disconnected",
        what: `host ${ids}: its ECS agent is disconnected`,
        why: "Its tasks may still run, but ECS neither starts nor stops any there. A host without memory or disk does this.",
        next: `${shell}; or terminate it: a new one comes by itself.`,
      },
    ];
  }
  if (working.length > 0) return [];
  if (hosts.length > 0) {
    return [
      {
        cause: "host-draining",
        what: "hosts: every host is being drained, so no task finds a place",
        why: "A host is replaced, or AWS takes a spot host back.",
        next: "The next one comes by itself within minutes. If it does not, look at the activities of the auto scaling group.",
      },
    ];
  }

  const [latest] = scalingActivities;
  const launch = scalingActivities.find(({ Description }) =>
    (Description ?? "").includes("Launching a new EC2 instance"),
  );
  if (latest?.StatusCode === "Failed" || latest?.StatusCode === "Cancelled") {
    return [
      {
        cause: "host-not-launched",
        what: "hosts: none is there, and none could be launched",
        why: latest.StatusMessage ?? latest.Cause ?? "Auto Scaling gives no reason.",
        next: "No capacity: another hosts.instanceType or on-demand hosts. A quota: ask for more. Then deploy base.",
      },
    ];
  }
  const minutes = launch?.StartTime && Math.floor((at.getTime() - launch.StartTime.getTime()) / 60_000);
  if (minutes !== undefined && minutes < BOOT_MINUTES) {
    return [
      {
        cause: "host-booting",
        what: `hosts: the only one is starting, since ${minutes} min`,
        why: "It has not joined the cluster yet; that takes about two minutes.",
        next: "Wait, and look again.",
      },
    ];
  }
  return [
    {
      cause: "no-host",
      what: "hosts: none has joined the cluster",
      why:
        minutes === undefined
          ? "The auto scaling group has launched none."
          : `One was launched ${minutes} min ago and never joined: its agent cannot reach ECS, or its start script failed.`,
      next:
        minutes === undefined
          ? `See why: aws autoscaling describe-scaling-activities --auto-scaling-group-name ${environment.name}`
          : "Read what it says at start (aws ec2 get-console-output --latest --instance-id <instance>); hosts.egressPorts must hold 443.",
    },
  ];
};
