export interface HostUserDataProps {
  readonly clusterName: string;

  /** Memory the ECS agent does not offer to tasks. */
  readonly reservedMemoryMiB: number;
}

/**
 * What a container host does when it first boots: joins the cluster, keeps its disk clean, and shuts the instance
 * metadata service off from containers.
 *
 * It can run again, as on a host made from an image of another host: files are written anew. The agent's package ships
 * ecs.config empty (aws/amazon-ecs-agent, packaging/amazon-linux-ami-integrated/ecs-agent.spec).
 *
 * Settings are those of the ECS agent's README. The firewall rule is the belt to the hop limit's braces (AWS re:Post,
 * "How do I prevent containers in Amazon ECS tasks from accessing instance metadata?"); a task's own credentials come
 * from another address and stay reachable.
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
