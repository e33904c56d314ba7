import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ANYWHERE } from "../../facts/cidr";
import { exempt } from "../../policies/exceptions";

/** TCP ports, both ends included. */
export interface Ports {
  readonly from: number;
  readonly to: number;
}

export const onePort = (port: number): Ports => ({ from: port, to: port });

export interface SecurityGroupProps {
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
}

/** The other end of a connection. */
type Other = { readonly referencedSecurityGroupId: string } | { readonly cidrIpv4: string };

/** A security group without rules. Each method adds a rule; `peer` names it. */
export class SecurityGroup extends Construct {
  public readonly id: string;

  constructor(scope: Construct, id: string, props: SecurityGroupProps) {
    super(scope, id);

    const { name, description, vpcId } = props;

    this.id = new AwsSecurityGroup(this, "group", { name, description, vpcId, tags: { Name: name } }).id;
  }

  public allowFrom(peer: string, other: SecurityGroup, ports: Ports): void {
    this.ingress(peer, ports, { referencedSecurityGroupId: other.id });
  }

  public allowFromAnywhere(peer: string, ports: Ports, reason: string): void {
    exempt(this.ingress(peer, ports, { cidrIpv4: ANYWHERE }), "open-security-groups/ingress", reason);
  }

  public allowTo(peer: string, other: SecurityGroup, ports: Ports): void {
    this.egress(peer, ports, { referencedSecurityGroupId: other.id });
  }

  public allowToAnywhere(peer: string, ports: Ports): ITerraformDependable {
    return this.egress(peer, ports, { cidrIpv4: ANYWHERE });
  }

  private ingress(peer: string, ports: Ports, other: Other): VpcSecurityGroupIngressRule {
    return new VpcSecurityGroupIngressRule(this, `from-${peer}`, this.rule(`from ${peer}`, ports, other));
  }

  private egress(peer: string, ports: Ports, other: Other): VpcSecurityGroupEgressRule {
    return new VpcSecurityGroupEgressRule(this, `to-${peer}`, this.rule(`to ${peer}`, ports, other));
  }

  private rule(description: string, { from, to }: Ports, other: Other) {
    const securityGroupId = this.id;
    return { securityGroupId, description, ipProtocol: "tcp", fromPort: from, toPort: to, ...other };
  }
}
