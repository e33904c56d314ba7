import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import type { EnvironmentValues } from "../../config/schema/schema";
import { Certificate } from "./certificate";
import type { LoadBalancer } from "./load-balancer";

export interface DomainProps {
  readonly settings: NonNullable<EnvironmentValues["domain"]>;
}

/** The API's domain: its certificate, and the record that points to the load balancer. The hosted zone must exist. */
export class Domain extends Construct {
  public readonly certificateArn: string;

  private readonly name: string;
  private readonly zoneId: string;

  constructor(scope: Construct, id: string, props: DomainProps) {
    super(scope, id);

    const { name, hostedZone, certificate } = props.settings;

    this.name = name;
    this.zoneId = new DataAwsRoute53Zone(this, "zone", { name: hostedZone }).zoneId;
    this.certificateArn = new Certificate(this, "certificate", {
      domainName: name,
      zoneId: this.zoneId,
      origin: certificate,
    }).arn;
  }

  public pointTo(loadBalancer: LoadBalancer): void {
    new Route53Record(this, "alias", {
      zoneId: this.zoneId,
      name: this.name,
      type: "A",
      alias: { name: loadBalancer.dnsName, zoneId: loadBalancer.zoneId, evaluateTargetHealth: false },
    });
  }
}
