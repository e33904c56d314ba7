export interface HostUserDataProps {
  readonly clusterName: string;

  /** Memory that the ECS agent does not offer to tasks. */
  readonly reservedMemoryMiB: number;
}

/** The chain, and what it drops. */
const RULES = [
  ["DOCKER-USER", "--in-interface docker+ --destination 169.254.169.254/32 --jump DROP"],
  ["INPUT", "--in-interface docker+ --match conntrack ! --ctstate DNAT,RELATED,ESTABLISHED --jump DROP"],
] as const;

const IPTABLES = "/usr/sbin/iptables --wait";

const execStart = ([chain, rule]: (typeof RULES)[number]) =>
  `ExecStart=/bin/bash -c '${IPTABLES} --check ${chain} ${rule} || ${IPTABLES} --insert ${chain} 1 ${rule}'`;

/**
 * The user data of a container host, which runs at its first boot. The host joins the cluster, removes unused images, and
 * confines its containers.
 *
 * The script can run again, as on a host that was launched from an image of another host, because it overwrites its files.
 * The agent's package contains an empty ecs.config (aws/amazon-ecs-agent,
 * packaging/amazon-linux-ami-integrated/ecs-agent.spec).
 *
 * The settings are documented in the README of the ECS agent. Two firewall rules are for packets from Docker's bridges:
 *
 * - None reaches the instance metadata service. This is a second protection beside the hop limit (AWS re:Post, "How do I prevent
 *   containers in Amazon ECS tasks from accessing instance metadata?").
 * - None opens a connection to the host: neither to the introspection of the ECS agent, which lists all tasks and which ecs-init
 *   closes for other machines only, nor to any other program. What the agent itself redirects is let through: tasks get their
 *   credentials and metadata at 169.254.170.2 (Amazon ECS Developer Guide, "Task IAM role").
 *
 * Docker's start starts the unit again, and a rule that is there is not added twice.
 */
export function hostUserData({ clusterName, reservedMemoryMiB }: HostUserDataProps): string {
  return `#!/bin/bash
set -euo pipefail

cat > /etc/ecs/ecs.config <<'CONFIG'
ECS_CLUSTER=${clusterName}
ECS_RESERVED_MEMORY=${reservedMemoryMiB}
ECS_ENABLE_SPOT_INSTANCE_DRAINING=true
ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true
ECS_AWSVPC_BLOCK_IMDS=true
ECS_CONTAINER_STOP_TIMEOUT=120s
ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION=1h
ECS_IMAGE_CLEANUP_INTERVAL=30m
ECS_IMAGE_MINIMUM_CLEANUP_AGE=1h
ECS_NUM_IMAGES_DELETE_PER_CYCLE=10
CONFIG

cat > /etc/systemd/system/confine-containers.service <<'UNIT'
[Unit]
Description=Containers reach neither the instance metadata service nor the ports of this host
After=docker.service
Before=ecs.service
PartOf=docker.service

[Service]
Type=oneshot
${RULES.map(execStart).join("\n")}

[Install]
WantedBy=docker.service
UNIT
systemctl daemon-reload
# Not waited for: Docker itself may wait for this script to end.
systemctl enable --now --no-block confine-containers.service
`;
}
