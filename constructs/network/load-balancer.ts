import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Construct } from "constructs";
import type { AccessLogs } from "./access-logs";
import type { NetworkFacts } from "./network-facts";
import type { Ports } from "../aws/security-group";
import { onePort, SecurityGroup } from "../aws/security-group";
import { except } from "../../policies/exceptions";

const HTTP = 80;
const HTTPS = 443;

export interface LoadBalancerProps {
  readonly name: string;
  readonly network: NetworkFacts;
  readonly deletionProtection: boolean;

  /** @default no access logs */
  readonly accessLogs?: AccessLogs;

  /** @default plain HTTP */
  readonly certificateArn?: string;
}

/**
 * The public door: an application load balancer that sends every request to the one target group.
 *
 * The target group names no port of its own for the health check: with dynamic ports the second copy of the task,
 * which a deploy starts beside the first, is checked on the port it got (first article).
 */
export class LoadBalancer extends Construct {
  public readonly dnsName: string;
  public readonly zoneId: string;
  public readonly targetGroupArn: string;

  /** What CloudWatch calls it, e.g. `app/api-production/50dc6c495c0c9188`. */
  public readonly arnSuffix: string;

  /** What CloudWatch calls it, e.g. `targetgroup/web-1234/6d0ecf831eec9f09`. */
  public readonly targetGroupArnSuffix: string;

  private readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);

    const { name, network, deletionProtection, accessLogs, certificateArn } = props;

    this.securityGroup = new SecurityGroup(this, "security-group", {
      name: `${name}-load-balancer`,
      description: "Requests from the internet",
      vpcId: network.vpcId,
    });
    this.securityGroup.allowFromAnywhere(
      "internet-http",
      onePort(HTTP),
      certificateArn === undefined
        ? "The API is public, and has no domain that a certificate could be for."
        : "It only redirects to HTTPS; without it the first visit by name fails.",
    );

    const loadBalancer = new Lb(this, "load-balancer", {
      name,
      loadBalancerType: "application",
      subnets: network.publicSubnetIds,
      securityGroups: [this.securityGroup.id],
      enableDeletionProtection: deletionProtection,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      ...(accessLogs === undefined ? {} : { accessLogs: { bucket: accessLogs.bucketName, enabled: true } }),
      dependsOn: [...network.internetAccess, ...(accessLogs === undefined ? [] : [accessLogs.policy])],
    });
    except(
      loadBalancer,
      "public-access",
      "It is the public API's door; hosts and database admit nobody else.",
    );
    if (!deletionProtection) {
      except(
        loadBalancer,
        "deletion-protection",
        "The environment sets loadBalancer.deletionProtection to false.",
      );
    }
    if (accessLogs === undefined) {
      except(
        loadBalancer,
        "request-hardening",
        "The environment sets loadBalancer.accessLogs to false.",
        "access_logs",
      );
    }
    this.dnsName = loadBalancer.dnsName;
    this.zoneId = loadBalancer.zoneId;
    this.arnSuffix = loadBalancer.arnSuffix;

    const targetGroup = new LbTargetGroup(this, "target-group", {
      // A prefix, so that a replacement can stand beside the group that the listener still uses.
      namePrefix: "web-",
      // Required, and overruled by the port each task registers with.
      port: HTTP,
      protocol: "HTTP",
      targetType: "instance",
      vpcId: network.vpcId,
      // The default of 300 s would add five minutes to every deploy.
      deregistrationDelay: "30",
      healthCheck: {
        path: "/up",
        port: "traffic-port",
        protocol: "HTTP",
        matcher: "200",
        interval: 15,
        timeout: 10,
        healthyThreshold: 2,
        unhealthyThreshold: 4,
      },
      lifecycle: { createBeforeDestroy: true },
    });
    this.targetGroupArn = targetGroup.arn;
    this.targetGroupArnSuffix = targetGroup.arnSuffix;

    const forward = [{ type: "forward", targetGroupArn: targetGroup.arn }];
    if (certificateArn === undefined) {
      const plain = new LbListener(this, "http", {
        loadBalancerArn: loadBalancer.arn,
        port: HTTP,
        protocol: "HTTP",
        defaultAction: forward,
      });
      except(plain, "tls", "The environment has no domain, and every synth warns of it.");
      return;
    }

    this.securityGroup.allowFromAnywhere("internet-https", onePort(HTTPS), "The API is public.");
    new LbListener(this, "http", {
      loadBalancerArn: loadBalancer.arn,
      port: HTTP,
      protocol: "HTTP",
      defaultAction: [
        { type: "redirect", redirect: { port: String(HTTPS), protocol: "HTTPS", statusCode: "HTTP_301" } },
      ],
    });
    new LbListener(this, "https", {
      loadBalancerArn: loadBalancer.arn,
      port: HTTPS,
      protocol: "HTTPS",
      // TLS 1.2 and 1.3 with forward secrecy; unset means a policy of 2016 (Elastic Load Balancing, "Security policies").
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      certificateArn,
      defaultAction: forward,
    });
  }

  /** Sends requests to the members of a security group, on these ports and nowhere else. */
  public sendTo(peer: string, targets: SecurityGroup, ports: Ports): void {
    this.securityGroup.allowTo(peer, targets, ports);
    targets.allowFrom("load-balancer", this.securityGroup, ports);
  }
}
