import type { ExpectedWeakening } from "./weakening";
import { of } from "./weakening";

const LB = "aws_lb.load-balancer";
const TEMPLATE = "aws_launch_template.hosts_launch-template";

/** Every protection of the ways in, of hosts, and of who may do what. */
export const NETWORK: readonly ExpectedWeakening[] = [
  ...of("constructs/load-balancer", [
    [
      "deletion-protection",
      LB,
      "set it to true",
      "enableDeletionProtection: deletionProtection",
      "enableDeletionProtection: false",
    ],
    [
      "request-hardening",
      LB,
      "set it to true",
      "dropInvalidHeaderFields: true",
      "dropInvalidHeaderFields: false",
    ],
    [
      "request-hardening",
      LB,
      "set it to defensive",
      'desyncMitigationMode: "defensive"',
      'desyncMitigationMode: "monitor"',
    ],
    [
      "request-hardening",
      LB,
      "AccessLogs bucket",
      "bucket: accessLogs.bucketName, enabled: true",
      "bucket: accessLogs.bucketName, enabled: false",
    ],
    [
      "tls",
      "aws_lb_listener.load-balancer_https",
      "ELBSecurityPolicy-TLS13-1-2-2021-06",
      'sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06"',
      'sslPolicy: "ELBSecurityPolicy-2016-08"',
    ],
    [
      "tls",
      "aws_lb_listener.load-balancer_http",
      "redirect them to HTTPS",
      'type: "redirect", redirect: { port: String(HTTPS), protocol: "HTTPS"',
      'type: "redirect", redirect: { port: String(HTTP), protocol: "HTTP"',
    ],
  ]),
  ...of("constructs/security-group", [
    [
      "open-security-groups",
      "aws_vpc_security_group_ingress_rule.database",
      "admit a security group",
      "this.ingress(peer, ports, { referencedSecurityGroupId: other.id })",
      "this.ingress(peer, ports, { cidrIpv4: ANYWHERE })",
    ],
    [
      "open-security-groups",
      "aws_vpc_security_group_egress_rule.hosts",
      "name the ports",
      'description: `to ${peer}`,\n      ipProtocol: "tcp"',
      'description: `to ${peer}`,\n      ipProtocol: "-1"',
    ],
  ]),
  ...of("constructs/container-hosts", [
    ["instance-metadata", TEMPLATE, "IMDSv2", 'httpTokens: "required"', 'httpTokens: "optional"'],
    [
      "instance-metadata",
      TEMPLATE,
      "set it to 1",
      "httpPutResponseHopLimit: 1",
      "httpPutResponseHopLimit: 2",
    ],
    ["encryption", TEMPLATE, "set it to true", 'encrypted: "true"', 'encrypted: "false"'],
    [
      "tags",
      TEMPLATE,
      "tag_specifications of volume",
      '"volume", "network-interface"',
      '"network-interface"',
    ],
    [
      "tags",
      "aws_autoscaling_group.hosts_group",
      "add them",
      "value,\n          propagateAtLaunch: true",
      "value,\n          propagateAtLaunch: false",
    ],
    [
      "end-of-support",
      "data.aws_ssm_parameter.hosts_ami",
      "move to 2023",
      "optimized-ami/amazon-linux-2023",
      "optimized-ami/amazon-linux-2",
    ],
  ]),
  ...of("constructs/network", [
    [
      "public-access",
      "aws_subnet.network_public-subnet-1",
      "set it to false",
      "mapPublicIpOnLaunch: false",
      "mapPublicIpOnLaunch: true",
    ],
    [
      "open-security-groups",
      "aws_default_security_group.network",
      "remove them",
      'new DefaultSecurityGroup(this, "default-security-group", { vpcId: vpc.id })',
      'new DefaultSecurityGroup(this, "default-security-group", { vpcId: vpc.id, egress: [{ fromPort: 0, toPort: 0, protocol: "-1", cidrBlocks: ["0.0.0.0/0"] }] })',
    ],
  ]),
  ...of("constructs/role", [
    [
      "iam-trust",
      "data.aws_iam_policy_document.roles_task-role_trust",
      "aws:SourceAccount",
      '    condition: [{ test: "StringEquals", variable: "aws:SourceAccount", values: [accountId] }],\n',
      "",
    ],
  ]),
  ...of("constructs/github", [
    [
      "iam-trust",
      "data.aws_iam_policy_document.ci_deploy-role_trust",
      "StringEquals",
      '{ test: "StringEquals", variable: `${HOST}:sub`',
      '{ test: "StringLike", variable: `${HOST}:sub`',
    ],
  ]),
  ...of("constructs/task-roles", [
    [
      "iam-wildcards",
      "data.aws_iam_policy_document.roles_execution-role",
      "statement OpenSecrets allows it on every resource",
      "resources: secretArns",
      'resources: ["*"]',
    ],
    [
      "iam-wildcards",
      "data.aws_iam_policy_document.roles_execution-role",
      "statement OpenSecrets allows ssm:*",
      'actions: ["ssm:GetParameters"]',
      'actions: ["ssm:*"]',
    ],
  ]),
];
