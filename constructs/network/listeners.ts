import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import type { Construct } from "constructs";
import { HTTPS_PORT } from "../../facts/ports";
import { exempt } from "../../policies/exceptions";
import type { SecurityGroup } from "../aws/security-group";
import { onePort } from "../aws/security-group";

export const HTTP = 80;

export interface ListenerProps {
  readonly loadBalancerArn: string;
  readonly targetGroupArn: string;
}

/** Serves the API over plain HTTP, in the scope of the load balancer. */
export function listenOnHttp(scope: Construct, securityGroup: SecurityGroup, props: ListenerProps): void {
  const { loadBalancerArn, targetGroupArn } = props;
  securityGroup.allowFromAnywhere(
    "internet-http",
    onePort(HTTP),
    "The API is public, and has no domain that a certificate could be for.",
  );
  const listener = new LbListener(scope, "http", {
    loadBalancerArn,
    port: HTTP,
    protocol: "HTTP",
    defaultAction: [{ type: "forward", targetGroupArn }],
  });
  exempt(listener, "tls/plain-listener", "The environment has no domain, and every synth warns of it.");
}

export interface HttpsListenerProps extends ListenerProps {
  readonly certificateArn: string;

  /** The API's name, e.g. `example.com`, and the names that are redirected to it. */
  readonly domainName: string;
  readonly redirects: readonly string[];
}

/** Serves the API over HTTPS and redirects HTTP to it, in the scope of the load balancer. */
export function listenOnHttps(
  scope: Construct,
  securityGroup: SecurityGroup,
  props: HttpsListenerProps,
): void {
  const { loadBalancerArn, targetGroupArn, certificateArn, domainName, redirects } = props;
  securityGroup.allowFromAnywhere(
    "internet-http",
    onePort(HTTP),
    "It only redirects to HTTPS; without it the first visit by name fails.",
  );
  securityGroup.allowFromAnywhere("internet-https", onePort(HTTPS_PORT), "The API is public.");
  new LbListener(scope, "http", {
    loadBalancerArn,
    port: HTTP,
    protocol: "HTTP",
    defaultAction: [
      { type: "redirect", redirect: { port: String(HTTPS_PORT), protocol: "HTTPS", statusCode: "HTTP_301" } },
    ],
  });
  const https = new LbListener(scope, "https", {
    loadBalancerArn,
    port: HTTPS_PORT,
    protocol: "HTTPS",
    // TLS 1.2 and 1.3 with forward secrecy. Without it AWS uses a policy of 2016 (Elastic Load Balancing, "Security policies").
    sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    certificateArn,
    defaultAction: [{ type: "forward", targetGroupArn }],
  });
  // Each has a rule of its own, and the provider chooses the priority: no order of the rules changes what they do.
  for (const name of redirects) {
    new LbListenerRule(scope, `redirect-${name}`, {
      listenerArn: https.arn,
      condition: [{ hostHeader: { values: [name] } }],
      action: [{ type: "redirect", redirect: { host: domainName, statusCode: "HTTP_301" } }],
    });
  }
}
