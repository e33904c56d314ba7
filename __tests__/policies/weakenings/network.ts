import type { ExpectedWeakening } from "./weakening";
import { of } from "./weakening";

const LB = "aws_lb.load-balancer";
const TARGETS = "aws_lb_target_group.load-balancer_target-group";
const OUTWARDS = "aws_vpc_security_group_egress_rule.hosts";

/** Every protection of the ways in and out. */
export const NETWORK: readonly ExpectedWeakening[] = [
  ...of("constructs/network/load-balancer", [
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
    ["open-security-groups", LB, "name its own", "      securityGroups: [this.securityGroup.id],\n", ""],
    [
      "load-balancer-subnets",
      LB,
      "subnets",
      "subnets: network.publicSubnetIds",
      "subnets: network.publicSubnetIds.slice(0, 1)",
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
    [
      "https-certificates",
      "aws_lb_listener.load-balancer_https",
      "certificate_arn is missing",
      "      certificateArn,\n      defaultAction",
      "      defaultAction",
    ],
    ["health-checks", TARGETS, "errors count as health", 'matcher: "200"', 'matcher: "200-499"'],
    ["health-checks", TARGETS, "write /up", '        path: "/up",\n', ""],
    [
      "deployment-gaps",
      TARGETS,
      "requests in hand are cut off",
      'deregistrationDelay: "30"',
      'deregistrationDelay: "0"',
    ],
    ["replacements", TARGETS, "set it to true", "      lifecycle: { createBeforeDestroy: true },\n", ""],
  ]),
  ...of("constructs/network/certificate", [
    [
      "replacements",
      "aws_acm_certificate.domain_certificate",
      "set it to true",
      "      lifecycle: { createBeforeDestroy: true },\n",
      "",
    ],
  ]),
  ...of("constructs/aws/security-group", [
    [
      "open-security-groups",
      "aws_security_group.database_security-group",
      "ports 3306 to 3306 are open to the internet",
      "description, vpcId, tags",
      'description, vpcId, ingress: [{ fromPort: 3306, toPort: 3306, protocol: "tcp", cidrBlocks: [ANYWHERE] }], tags',
    ],
    [
      "open-security-groups",
      "aws_vpc_security_group_ingress_rule.database",
      "admit a security group",
      "this.ingress(peer, ports, { referencedSecurityGroupId: other.id })",
      "this.ingress(peer, ports, { cidrIpv4: ANYWHERE })",
    ],
    [
      "open-security-groups",
      OUTWARDS,
      "name the ports",
      'description: `to ${peer}`,\n      ipProtocol: "tcp"',
      'description: `to ${peer}`,\n      ipProtocol: "-1"',
    ],
    [
      "open-security-groups",
      OUTWARDS,
      "name the ports",
      "this.egress(peer, ports, { cidrIpv4: ANYWHERE })",
      "this.egress(peer, { from: 0, to: 65535 }, { cidrIpv4: ANYWHERE })",
    ],
  ]),
  ...of("constructs/network/network", [
    [
      "public-access",
      "aws_subnet.network_public-subnet-1",
      "set it to false",
      "mapPublicIpOnLaunch: false",
      "mapPublicIpOnLaunch: true",
    ],
    [
      "public-access",
      "aws_db_subnet_group.database_subnets",
      "name an isolated subnet",
      "this.isolate(vpc, databaseSubnets);",
      'this.associate("database", publicRoutes, databaseSubnets);',
    ],
    [
      "open-security-groups",
      "aws_default_security_group.network",
      "remove them",
      'new DefaultSecurityGroup(this, "default-security-group", { vpcId: vpc.id })',
      'new DefaultSecurityGroup(this, "default-security-group", { vpcId: vpc.id, egress: [{ fromPort: 0, toPort: 0, protocol: "-1", cidrBlocks: ["0.0.0.0/0"] }] })',
    ],
  ]),
  ...of(
    "constructs/network/network",
    [
      [
        "adopted-resources",
        "aws_vpc.network_vpc",
        'set it to "all"',
        '  resource?.addOverride("lifecycle.ignore_changes", "all");\n',
        "",
      ],
    ],
    "adopted-network",
  ),
  ...of(
    "constructs/network/private-subnets",
    [
      [
        "public-access",
        "aws_subnet.network_private",
        "set it to false",
        "mapPublicIpOnLaunch: false",
        "mapPublicIpOnLaunch: true",
      ],
      [
        "zones",
        "aws_nat_gateway.network_private_nat-2",
        "send the subnets of its zone there",
        'gatewayIds[nat === "one" ? 0 : index]',
        "gatewayIds[0]",
      ],
    ],
    "grown",
  ),
];
