import type { Construct } from "constructs";
import type { EnvironmentValues } from "../../config/schema/schema";
import { AccessLogs } from "./access-logs";
import { Domain } from "./domain";
import { LoadBalancer } from "./load-balancer";
import type { NetworkFacts } from "./network-facts";

export interface PublicLoadBalancerProps {
  readonly name: string;
  readonly accountId: string;
  readonly network: NetworkFacts;
  readonly settings: EnvironmentValues["loadBalancer"];

  /** How long a request may take. */
  readonly requestSeconds: number;

  /** The API's domain, or `undefined` if it is served over plain HTTP. */
  readonly domain: EnvironmentValues["domain"];
  readonly accessLogsBucketName: string;

  /** After how many days an access log is deleted. */
  readonly accessLogDays: number;

  /** Whether `cdktf destroy` deletes the access logs too. */
  readonly forceDestroy: boolean;
}

/** The load balancer with its domain and its access logs, in the scope of the stack. */
export function publicLoadBalancer(scope: Construct, props: PublicLoadBalancerProps): LoadBalancer {
  const { name, accountId, network, settings, requestSeconds } = props;

  const domain = props.domain && new Domain(scope, "domain", { settings: props.domain });
  const accessLogs =
    settings.accessLogs &&
    new AccessLogs(scope, "access-logs", {
      bucketName: props.accessLogsBucketName,
      accountId,
      retentionDays: props.accessLogDays,
      forceDestroy: props.forceDestroy,
    });
  const loadBalancer = new LoadBalancer(scope, "load-balancer", {
    name,
    network,
    deletionProtection: settings.deletionProtection,
    requestSeconds,
    ...(accessLogs ? { accessLogs } : {}),
    ...(domain ? { https: domain.https } : {}),
  });
  domain?.pointTo(loadBalancer);
  return loadBalancer;
}
