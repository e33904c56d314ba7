import { FIXTURES } from "../../helpers/fixtures";
import { all, only, synthesize } from "../../helpers/stacks";
import type { Assertions } from "./production";
import { base } from "./production";

/** The network and the ways in. */
export const NETWORK: Assertions = {
  "Subnets assign no public address automatically": () => {
    for (const subnet of all(base, "aws_subnet")) expect(subnet.map_public_ip_on_launch).toBe(false);
  },

  "Only the load balancer's 80 and 443 are open to the world, and everything has a description": () => {
    const rules = all(base, "aws_vpc_security_group_ingress_rule");
    const open = rules.filter(
      ({ cidr_ipv4, cidr_ipv6 }) => cidr_ipv4 !== undefined || cidr_ipv6 !== undefined,
    );
    expect(open.map(({ from_port, to_port }) => [from_port, to_port])).toEqual([
      [80, 80],
      [443, 443],
    ]);
    for (const group of all(base, "aws_security_group")) expect(group.description).toBeTruthy();
    for (const rule of [...rules, ...all(base, "aws_vpc_security_group_egress_rule")]) {
      expect(rule.description).toBeTruthy();
    }
  },

  "No security group allows all outbound traffic, and the default security group is closed": () => {
    for (const rule of all(base, "aws_vpc_security_group_egress_rule")) expect(rule.ip_protocol).toBe("tcp");
    expect(only(base, "aws_default_security_group")).not.toHaveProperty("egress");
  },

  "Every address belongs to a NAT gateway, every record to the load balancer": () => {
    const grown = synthesize(FIXTURES.grown).base;
    const gateways = JSON.stringify(grown.resource.aws_nat_gateway);
    for (const id of Object.keys(grown.resource.aws_eip ?? {})) expect(gateways).toContain(`aws_eip.${id}.`);
    expect(
      Object.values(grown.resource.aws_route ?? {}).filter((route) => route.nat_gateway_id),
    ).toHaveLength(3);
    expect(all(base, "aws_route53_record").filter(({ alias }) => alias !== undefined)).toHaveLength(1);
  },

  "HTTP redirects to HTTPS": () => {
    const [http] = all(base, "aws_lb_listener");
    expect(JSON.stringify(http?.default_action)).toContain("HTTP_301");
  },

  "HTTPS has a current TLS policy": () => {
    const [, https] = all(base, "aws_lb_listener");
    expect(https?.ssl_policy).toBe("ELBSecurityPolicy-TLS13-1-2-2021-06");
  },

  "The load balancer drops invalid headers, mitigates desync, and is in several zones": () => {
    const loadBalancer = only(base, "aws_lb");
    expect(loadBalancer).toMatchObject({
      drop_invalid_header_fields: true,
      desync_mitigation_mode: "defensive",
    });
    expect(loadBalancer.subnets).toHaveLength(3);
  },

  "Deletion protection of the load balancer": () => {
    expect(only(base, "aws_lb").enable_deletion_protection).toBe(true);
  },

  "Access logs of the load balancer": () => {
    expect(only(base, "aws_lb").access_logs).toMatchObject({ enabled: true });
  },

  "Targets have a health check path, and a target group can be replaced while in use": () => {
    expect(only(base, "aws_lb_target_group")).not.toHaveProperty("load_balancing_cross_zone_enabled");
    expect(only(base, "aws_lb_target_group")).toMatchObject({
      health_check: { path: "/up" },
      name_prefix: "web-",
      lifecycle: { create_before_destroy: true },
    });
  },

  "The certificate is replaced before it is removed, and names no wildcard unless `domain.aliases` does":
    () => {
      const certificate = only(base, "aws_acm_certificate");
      expect(certificate.lifecycle).toEqual({ create_before_destroy: true });
      expect(certificate.domain_name).not.toContain("*");
      // Unset they are RSA of 2048 bits, and transparency logs.
      expect(certificate).not.toHaveProperty("key_algorithm");
      expect(certificate).not.toHaveProperty("options");
    },
};
