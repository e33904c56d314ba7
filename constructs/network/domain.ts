import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import type { EnvironmentValues } from "../../config/schema/schema";
import { Certificate } from "./certificate";
import type { HttpsListenerProps } from "./listeners";
import type { LoadBalancer } from "./load-balancer";

export interface DomainProps {
  readonly settings: NonNullable<EnvironmentValues["domain"]>;
}

/** The API's names: their certificate, and the records that point to the load balancer. The hosted zone must exist. */
export class Domain extends Construct {
  /** What the listener for HTTPS needs. */
  public readonly https: Pick<HttpsListenerProps, "certificateArn" | "domainName" | "redirects">;

  private readonly name: string;
  private readonly otherNames: readonly string[];
  private readonly zoneId: string;

  constructor(scope: Construct, id: string, props: DomainProps) {
    super(scope, id);

    const { name, aliases, redirects, hostedZone, certificate } = props.settings;

    this.name = name;
    this.otherNames = [...aliases, ...redirects];
    this.zoneId = new DataAwsRoute53Zone(this, "zone", { name: hostedZone }).zoneId;
    const certificateArn = new Certificate(this, "certificate", {
      domainName: name,
      alternativeNames: this.otherNames,
      zoneId: this.zoneId,
      origin: certificate,
    }).arn;
    this.https = { certificateArn, domainName: name, redirects };
  }

  public pointTo(loadBalancer: LoadBalancer): void {
    this.record("alias", this.name, loadBalancer);
    for (const name of this.otherNames) this.record(`alias-${name}`, name, loadBalancer);
  }

  private record(id: string, name: string, loadBalancer: LoadBalancer): void {
    new Route53Record(this, id, {
      zoneId: this.zoneId,
      name,
      type: "A",
      alias: { name: loadBalancer.dnsName, zoneId: loadBalancer.zoneId, evaluateTargetHealth: false },
    });
  }
}
