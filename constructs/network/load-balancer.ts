import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Construct } from "constructs";
import { HEALTH_CHECK } from "../../facts/health-check";
import { idleTimeoutSeconds } from "../../facts/requests";
import type { AccessLogs } from "./access-logs";
import type { Balanced } from "../monitoring/alarms/metric";
import type { HttpsListenerProps } from "./listeners";
import { HTTP, listenOnHttp, listenOnHttps } from "./listeners";
import type { NetworkFacts } from "./network-facts";
import type { Ports } from "../aws/security-group";
import { SecurityGroup } from "../aws/security-group";
import { exempt } from "../../policies/exceptions";

export interface LoadBalancerProps {
  readonly name: string;
  readonly network: NetworkFacts;
  readonly deletionProtection: boolean;

  /** How long a request may take. */
  readonly requestSeconds: number;

  /** @default no access logs */
  readonly accessLogs?: AccessLogs;

  /** @default the API is served over plain HTTP */
  readonly https?: Pick<HttpsListenerProps, "certificateArn" | "domainName" | "redirects">;
}

/**
 * The public Application Load Balancer, which sends every request to one target group.
 *
 * The health check uses the port that a task registers with. Ports are dynamic, because a deployment starts the second copy
 * of a task next to the first.
 */
export class LoadBalancer extends Construct implements Balanced {
  public readonly dnsName: string;
  public readonly zoneId: string;
  public readonly targetGroupArn: string;

  public readonly loadBalancerArnSuffix: string;
  public readonly targetGroupArnSuffix: string;

  private readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);

    const { name, network, https } = props;

    this.securityGroup = new SecurityGroup(this, "security-group", {
      name: `${name}-load-balancer`,
      description: "Requests from the internet",
      vpcId: network.vpcId,
    });
    const loadBalancer = this.loadBalancer(props);
    this.dnsName = loadBalancer.dnsName;
    this.zoneId = loadBalancer.zoneId;
    this.loadBalancerArnSuffix = loadBalancer.arnSuffix;

    const targetGroup = this.targetGroup(props);
    this.targetGroupArn = targetGroup.arn;
    this.targetGroupArnSuffix = targetGroup.arnSuffix;

    const listened = { loadBalancerArn: loadBalancer.arn, targetGroupArn: targetGroup.arn };
    if (https === undefined) listenOnHttp(this, this.securityGroup, listened);
    else listenOnHttps(this, this.securityGroup, { ...listened, ...https });
  }

  /** Lets the load balancer send requests to the members of a security group, on these ports only. */
  public sendTo(peer: string, targets: SecurityGroup, ports: Ports): void {
    this.securityGroup.allowTo(peer, targets, ports);
    targets.allowFrom("load-balancer", this.securityGroup, ports);
  }

  private loadBalancer(props: LoadBalancerProps): Lb {
    const { name, network, deletionProtection, requestSeconds, accessLogs } = props;
    const loadBalancer = new Lb(this, "load-balancer", {
      name,
      loadBalancerType: "application",
      subnets: network.publicSubnetIds,
      securityGroups: [this.securityGroup.id],
      enableDeletionProtection: deletionProtection,
      idleTimeout: idleTimeoutSeconds(requestSeconds),
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      ...(accessLogs === undefined ? {} : { accessLogs: { bucket: accessLogs.bucketName, enabled: true } }),
      dependsOn: [...network.internetAccess, ...(accessLogs === undefined ? [] : [accessLogs.policy])],
    });
    exempt(
      loadBalancer,
      "public-access/internet-facing",
      "It serves the public API; hosts and database accept connections from inside the network only.",
    );
    if (!deletionProtection) {
      exempt(
        loadBalancer,
        "deletion-protection/deletion-protection",
        "The environment sets loadBalancer.deletionProtection to false.",
      );
    }
    if (accessLogs === undefined) {
      exempt(
        loadBalancer,
        "request-hardening/access-logs",
        "The environment sets loadBalancer.accessLogs to false.",
      );
    }
    return loadBalancer;
  }

  private targetGroup({ network, requestSeconds }: LoadBalancerProps): LbTargetGroup {
    return new LbTargetGroup(this, "target-group", {
      // A prefix, so that a replacement can be created while the listener still uses the old group.
      namePrefix: "web-",
      // Required, and overridden by the port that each task registers with.
      port: HTTP,
      protocol: "HTTP",
      targetType: "instance",
      vpcId: network.vpcId,
      // Requests in flight end before their task stops. The default of 300 s would add five minutes to every deployment.
      deregistrationDelay: String(requestSeconds),
      healthCheck: {
        path: HEALTH_CHECK.path,
        port: "traffic-port",
        protocol: "HTTP",
        matcher: "200",
        interval: HEALTH_CHECK.intervalSeconds,
        timeout: HEALTH_CHECK.timeoutSeconds,
        healthyThreshold: HEALTH_CHECK.healthyThreshold,
        unhealthyThreshold: HEALTH_CHECK.unhealthyThreshold,
      },
      lifecycle: { createBeforeDestroy: true },
    });
  }
}
