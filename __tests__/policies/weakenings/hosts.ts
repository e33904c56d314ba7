import type { ExpectedWeakening } from "./weakening";
import { of } from "./weakening";

const TEMPLATE = "aws_launch_template.hosts_launch-template";
const GROUP = "aws_autoscaling_group.hosts_group";
const ROLE = "data.aws_iam_policy_document.hosts_role";

/** Every protection of the container hosts. */
export const HOSTS: readonly ExpectedWeakening[] = [
  ...of("constructs/hosts/container-hosts", [
    ["instance-metadata", TEMPLATE, "IMDSv2", 'httpTokens: "required"', 'httpTokens: "optional"'],
    [
      "instance-metadata",
      TEMPLATE,
      "set it to 1",
      "httpPutResponseHopLimit: 1",
      "httpPutResponseHopLimit: 2",
    ],
    [
      "instance-metadata",
      TEMPLATE,
      "add the rule of hostUserData",
      "      userData: Fn.base64encode(userData.asString),\n",
      "",
    ],
    ["encryption", TEMPLATE, "set it to true", 'encrypted: "true"', 'encrypted: "false"'],
    [
      "encryption",
      TEMPLATE,
      "describe one that is encrypted",
      "blockDeviceMappings: [",
      "blockDeviceMappings: [].concat() ?? [",
    ],
    [
      "open-security-groups",
      TEMPLATE,
      "name its own",
      "          securityGroups: [this.securityGroup.id],\n",
      "",
    ],
    [
      "tags",
      TEMPLATE,
      "tag_specifications of volume",
      '"volume", "network-interface"',
      '"network-interface"',
    ],
    [
      "tags",
      GROUP,
      "add them",
      "value,\n          propagateAtLaunch: true",
      "value,\n          propagateAtLaunch: false",
    ],
    [
      "end-of-support",
      "data.aws_ssm_parameter.hosts_ami",
      "move to 2023",
      "name: hostImageParameter(settings)",
      'name: hostImageParameter(settings).replace("amazon-linux-2023", "amazon-linux-2")',
    ],
    [
      "zones",
      GROUP,
      "name one in each zone",
      "vpcZoneIdentifier: network.hostSubnetIds",
      "vpcZoneIdentifier: network.hostSubnetIds.slice(0, 1)",
    ],
    [
      "host-replacements",
      GROUP,
      "instance_maintenance_policy.min_healthy_percentage is below 100",
      "instanceMaintenancePolicy: { minHealthyPercentage: 100",
      "instanceMaintenancePolicy: { minHealthyPercentage: 50",
    ],
    [
      "host-replacements",
      GROUP,
      "instance_refresh.preferences.min_healthy_percentage is below 100",
      "preferences: {\n          minHealthyPercentage: 100",
      "preferences: {\n          minHealthyPercentage: 0",
    ],
    ["host-replacements", GROUP, "set it to true", "autoRollback: true", "autoRollback: false"],
  ]),
  ...of(
    "constructs/hosts/container-hosts",
    [
      [
        "host-replacements",
        GROUP,
        "a spot host is replaced only when it is gone",
        'capacityRebalance: settings.purchase === "spot"',
        "capacityRebalance: false",
      ],
    ],
    "staging",
  ),
  ...of(
    "constructs/hosts/container-hosts",
    [
      [
        "public-access",
        TEMPLATE,
        "set it to false",
        "associatePublicIpAddress: String(network.hostsArePublic)",
        'associatePublicIpAddress: "true"',
      ],
    ],
    "grown",
  ),
  ...of("constructs/hosts/host-user-data", [
    [
      "instance-metadata",
      TEMPLATE,
      "add the rule of hostUserData",
      "--insert DOCKER-USER 1 --in-interface docker+ --destination 169.254.169.254/32 --jump DROP",
      "--list",
    ],
  ]),
  ...of("constructs/hosts/cluster", [
    [
      "host-replacements",
      "aws_ecs_capacity_provider.cluster",
      "set it to ENABLED",
      'managedDraining: "ENABLED"',
      'managedDraining: "DISABLED"',
    ],
  ]),
  ...of("constructs/hosts/host-role", [
    [
      "iam-conditions",
      ROLE,
      "statement ServeTheCluster reaches every cluster of the account",
      "          condition: [inThisCluster],\n",
      "",
    ],
    [
      "iam-wildcards",
      ROLE,
      "statement PullImages allows it on every resource",
      "resources: repositoryArns",
      'resources: ["*"]',
    ],
    [
      "iam-wildcards",
      ROLE,
      "statement JoinTheCluster allows ecs:*",
      '"ecs:RegisterContainerInstance"',
      '"ecs:*"',
    ],
  ]),
];
