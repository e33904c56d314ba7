export interface HostUserDataProps {
  readonly clusterName: string;

  /** Memory that the ECS agent does not offer to tasks. */
  readonly reservedMemoryMiB: number;
}

/**
 * The user data of a container host, which runs at its first boot. The host joins the cluster, removes unused images, and
 * blocks the instance metadata service for containers.
 *
 * The script can run again, as on a host that was launched from an image of another host, because it overwrites its files.
 * The agent's package contains an empty ecs.config (aws/amazon-ecs-agent,
 * packaging/amazon-linux-ami-integrated/ecs-agent.spec).
 *
 * The settings are documented in the README of the ECS agent. The firewall rule is a second protection beside the hop limit
 * (AWS re:Post, "How do I prevent containers in Amazon ECS tasks from accessing instance metadata?"). Tasks get their
 * credentials from another address, which stays reachable.
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

cat > /etc/systemd/system/block-instance-metadata.service <<'UNIT'
[Unit]
Description=Containers do not reach the instance metadata service
After=docker.service
Before=ecs.service
PartOf=docker.service

[Service]
Type=oneshot
ExecStart=/usr/sbin/iptables --insert DOCKER-USER 1 --in-interface docker+ --destination 169.254.169.254/32 --jump DROP

[Install]
WantedBy=docker.service
UNIT
systemctl daemon-reload
# Not waited for: Docker itself may wait for this script to end.
systemctl enable --now --no-block block-instance-metadata.service
`;
}
