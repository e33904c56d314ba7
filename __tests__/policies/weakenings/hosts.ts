import { at, remove, replace, set } from "./mutation";
import type { Weakening } from "./weakening";
import { rows } from "./weakening";

const TEMPLATE = "aws_launch_template.hosts_launch-template";
const GROUP = "aws_autoscaling_group.hosts_group";
const ROLE = "data.aws_iam_policy_document.hosts_role_permissions";

/** Every protection of the container hosts. */
export const HOSTS: readonly Weakening[] = [
  ...rows("production", {
    "instance-metadata": [
      [TEMPLATE, "IMDSv2", set("metadata_options.http_tokens", "optional")],
      [TEMPLATE, "set it to 1", set("metadata_options.http_put_response_hop_limit", 2)],
      [TEMPLATE, "add the rule of hostUserData", remove("user_data")],
      [
        TEMPLATE,
        "add the rule of hostUserData",
        at(
          "local.hosts_user-data",
          replace(
            "",
            "--insert DOCKER-USER 1 --in-interface docker+ --destination 169.254.169.254/32 --jump DROP",
            "--insert DOCKER-USER 1 --jump RETURN",
          ),
        ),
      ],
    ],
    encryption: [
      [TEMPLATE, "set it to true", set("block_device_mappings.0.ebs.encrypted", "false")],
      [TEMPLATE, "add an encrypted device", remove("block_device_mappings.0")],
    ],
    "open-security-groups": [[TEMPLATE, "set one", remove("network_interfaces.0.security_groups")]],
    tags: [
      [TEMPLATE, "tag_specifications of volume", remove("tag_specifications.volume")],
      [GROUP, "add them", set("tag.3.propagate_at_launch", false)],
    ],
    "end-of-support": [
      [
        "data.aws_ssm_parameter.hosts_ami",
        "move to 2023",
        replace("name", "amazon-linux-2023", "amazon-linux-2"),
      ],
    ],
    zones: [
      [
        GROUP,
        "name one in each zone",
        set("vpc_zone_identifier", ["${aws_subnet.network_public-subnet-1_63BED862.id}"]),
      ],
    ],
    "host-replacements": [
      [
        GROUP,
        "instance_maintenance_policy.min_healthy_percentage is below 100",
        set("instance_maintenance_policy.min_healthy_percentage", 50),
      ],
      [
        GROUP,
        "instance_refresh.preferences.min_healthy_percentage is below 100",
        set("instance_refresh.preferences.min_healthy_percentage", 0),
      ],
      [GROUP, "set it to true", set("instance_refresh.preferences.auto_rollback", false)],
      [
        "aws_ecs_capacity_provider.cluster_capacity-provider",
        "set it to ENABLED",
        set("auto_scaling_group_provider.managed_draining", "DISABLED"),
      ],
    ],
    "iam-conditions": [
      [
        ROLE,
        "statement ServeTheCluster reaches every cluster of the account",
        remove("statement.ServeTheCluster.condition"),
      ],
    ],
    "iam-wildcards": [
      [
        ROLE,
        "statement PullImages allows its actions on every resource",
        set("statement.PullImages.resources", ["*"]),
      ],
      [ROLE, "statement JoinTheCluster allows ecs:*", set("statement.JoinTheCluster.actions.0", "ecs:*")],
    ],
  }),
  ...rows("staging", {
    "host-replacements": [
      [GROUP, "a spot host is replaced only after it is terminated", set("capacity_rebalance", false)],
    ],
  }),
  ...rows("grown", {
    "public-access": [
      [TEMPLATE, "set it to false", set("network_interfaces.0.associate_public_ip_address", "true")],
    ],
  }),
];
