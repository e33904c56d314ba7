import { at, remove, set } from "./mutation";
import type { Weakening } from "./weakening";
import { rows } from "./weakening";

const LB = "aws_lb.load-balancer";
const TARGETS = "aws_lb_target_group.load-balancer_target-group";
const OUTWARDS = "aws_vpc_security_group_egress_rule.hosts_security-group_to-internet-443";

/** Every protection of the ways in and out. */
export const NETWORK: readonly Weakening[] = [
  ...rows("production", {
    "deletion-protection": [[LB, "set it to true", set("enable_deletion_protection", false)]],
    "request-hardening": [
      [LB, "set it to true", set("drop_invalid_header_fields", false)],
      [LB, "set it to defensive", set("desync_mitigation_mode", "monitor")],
      [LB, "AccessLogs bucket", set("access_logs.enabled", false)],
    ],
    "open-security-groups": [
      [LB, "set one", remove("security_groups")],
      [
        "aws_security_group.database_security-group",
        "ports 3306 to 3306 are open to the internet",
        set("ingress", [{ from_port: 3306, to_port: 3306, protocol: "tcp", cidr_blocks: ["0.0.0.0/0"] }]),
      ],
      [
        "aws_vpc_security_group_ingress_rule.database_security-group_from-hosts",
        "allow a security group instead",
        set("cidr_ipv4", "0.0.0.0/0"),
      ],
      [OUTWARDS, "name the ports", set("ip_protocol", "-1")],
      [OUTWARDS, "name the ports", set("from_port", 0), set("to_port", 65535)],
      [
        "aws_default_security_group.network_default-security-group",
        "remove them",
        set("egress", [{ from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0"] }]),
      ],
    ],
    "load-balancer-subnets": [
      [LB, "subnets", set("subnets", ["${aws_subnet.network_public-subnet-1_63BED862.id}"])],
    ],
    tls: [
      [
        "aws_lb_listener.load-balancer_https",
        "ELBSecurityPolicy-TLS13-1-2-2021-06",
        set("ssl_policy", "ELBSecurityPolicy-2016-08"),
      ],
      [
        "aws_lb_listener.load-balancer_http",
        "redirect them to HTTPS",
        set("default_action.0.redirect.protocol", "HTTP"),
      ],
    ],
    "https-certificates": [
      ["aws_lb_listener.load-balancer_https", "certificate_arn is missing", remove("certificate_arn")],
    ],
    "health-checks": [
      [TARGETS, "errors count as healthy", set("health_check.matcher", "200-499")],
      [TARGETS, "write /up", remove("health_check.path")],
    ],
    "deployment-gaps": [[TARGETS, "requests in flight are cut off", set("deregistration_delay", "0")]],
    replacements: [
      [TARGETS, "set it to true", remove("lifecycle")],
      ["aws_acm_certificate.domain_certificate", "set it to true", remove("lifecycle")],
    ],
    "public-access": [
      ["aws_subnet.network_public-subnet-1", "set it to false", set("map_public_ip_on_launch", true)],
      [
        "aws_db_subnet_group.database_subnets",
        "use an isolated subnet",
        at(
          "aws_route_table_association.network_database-routes-3",
          set("route_table_id", "${aws_route_table.network_public-routes_309B7EF4.id}"),
        ),
      ],
    ],
  }),
  ...rows("adopted-network", {
    "adopted-resources": [["aws_vpc.network_vpc", 'set it to "all"', remove("lifecycle")]],
  }),
  ...rows("grown", {
    "public-access": [
      ["aws_subnet.network_private_subnet-3", "set it to false", set("map_public_ip_on_launch", true)],
    ],
    zones: [
      [
        "aws_nat_gateway.network_private_nat-2",
        "route the subnets of its zone to it",
        at(
          "aws_route.network_private_internet-2",
          set("nat_gateway_id", "${aws_nat_gateway.network_private_nat-1_B5CFBDB5.id}"),
        ),
      ],
    ],
  }),
];
