import { all, only, statement, synthesize } from "../../helpers/stacks";

describe("the load balancer", () => {
  const { base } = synthesize();

  it("refuses to be deleted, and drops what no honest client sends", () => {
    expect(only(base, "aws_lb")).toMatchObject({
      enable_deletion_protection: true,
      drop_invalid_header_fields: true,
      desync_mitigation_mode: "defensive",
    });
  });

  it("checks each copy of the task on the port it got", () => {
    expect(only(base, "aws_lb_target_group").health_check).toMatchObject({
      path: "/up",
      port: "traffic-port",
    });
  });

  it("waits for a request longer than nginx, and lets go of an old copy once its requests must have ended", () => {
    expect(only(base, "aws_lb").idle_timeout).toBe(60);
    expect(only(base, "aws_lb_target_group").deregistration_delay).toBe("55");
  });

  it("redirects HTTP to HTTPS permanently", () => {
    expect(all(base, "aws_lb_listener")[0]).toMatchObject({
      port: 80,
      default_action: [
        { type: "redirect", redirect: { port: "443", protocol: "HTTPS", status_code: "HTTP_301" } },
      ],
    });
  });

  it("speaks TLS 1.2 and 1.3 only", () => {
    expect(all(base, "aws_lb_listener")[1]).toMatchObject({
      port: 443,
      ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    });
  });

  it("reaches the hosts on the ports Docker hands out and no others", () => {
    const ports = { from_port: 32_768, to_port: 60_999, ip_protocol: "tcp" };

    expect(all(base, "aws_vpc_security_group_egress_rule")).toContainEqual(
      expect.objectContaining({ ...ports, description: "to hosts" }),
    );
    expect(all(base, "aws_vpc_security_group_ingress_rule")).toContainEqual(
      expect.objectContaining({ ...ports, description: "from load-balancer" }),
    );
  });

  it("writes access logs to a bucket that only it may write to", () => {
    expect(only(base, "aws_lb").access_logs).toMatchObject({ enabled: true });
    expect(statement(base, "LoadBalancers")).toMatchObject({
      principals: [{ type: "Service", identifiers: ["logdelivery.elasticloadbalancing.amazonaws.com"] }],
      actions: ["s3:PutObject"],
    });
  });

  it("writes none if the environment disables them", () => {
    const quiet = synthesize({ loadBalancer: { accessLogs: false } }).base;

    expect(only(quiet, "aws_lb").access_logs).toBeUndefined();
    expect(JSON.stringify(all(quiet, "aws_s3_bucket"))).not.toContain("access-logs");
  });
});

describe("the API's name", () => {
  it("gets a certificate that proves itself by DNS, and a record that points at the load balancer", () => {
    const { base } = synthesize();

    expect(only(base, "aws_acm_certificate")).toMatchObject({
      domain_name: "api.example.com",
      validation_method: "DNS",
      lifecycle: { create_before_destroy: true },
    });
    expect(all(base, "aws_route53_record")).toContainEqual(
      expect.objectContaining({ name: "api.example.com", type: "A" }),
    );
    expect(base.output.url?.value).toBe("https://api.example.com");
  });

  it("may bring a certificate that was issued before", () => {
    const { base } = synthesize({
      domain: { name: "api.example.com", hostedZone: "example.com", certificate: "existing" },
    });

    expect(all(base, "aws_acm_certificate")).toEqual([]);
    expect(all(base, "aws_lb_listener")[1]?.certificate_arn).toMatch(/^\$\{data\.aws_acm_certificate\./);
  });

  it("may be missing: then the API answers on plain HTTP under the load balancer's name", () => {
    const { base } = synthesize({ domain: undefined });

    expect(all(base, "aws_lb_listener")).toEqual([
      expect.objectContaining({ port: 80, default_action: [expect.objectContaining({ type: "forward" })] }),
    ]);
    expect(all(base, "aws_route53_record")).toEqual([]);
    expect(base.output.url?.value).toMatch(/^http:\/\/\$\{aws_lb\./);
  });
});
