import { TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";

const VARIABLE = "open_secrets";

/** Terraform takes it for a plan, and Parameter Store for no value: it can never be written by mistake. */
const NOT_OPENED = "";

/**
 * Whether this run may open secrets: `terraform plan -var open_secrets=false` plans without the right to read one.
 *
 * The write-only arguments then get a placeholder, which their unchanged version keeps from being planned.
 */
function openSecrets(stack: TerraformStack): TerraformVariable {
  const existing = stack.node.tryFindChild(VARIABLE) as TerraformVariable | undefined;
  return (
    existing ??
    new TerraformVariable(stack, VARIABLE, {
      type: "bool",
      default: true,
      description: "false plans without opening any secret (for pull requests); applying needs true",
    })
  );
}

export interface EphemeralResourceProps {
  /** Its Terraform type, e.g. `aws_ssm_parameter`. */
  readonly type: string;

  /** Its arguments under Terraform's own names. */
  readonly arguments: Record<string, unknown>;
}

/**
 * A value that exists while Terraform runs and is written to neither plan nor state.
 *
 * CDKTF 0.21 has no ephemeral blocks (hashicorp/terraform-cdk#3886), so this one writes its own.
 */
export class EphemeralResource extends Construct {
  private readonly address: string;
  private readonly variable: TerraformVariable;

  constructor(scope: Construct, id: string, props: EphemeralResourceProps) {
    super(scope, id);

    const stack = TerraformStack.of(this);
    const logicalId = stack.getLogicalId(this.node);
    this.variable = openSecrets(stack);
    this.address = `ephemeral.${props.type}.${logicalId}`;

    stack.addOverride(this.address, {
      count: `\${${this.variable.fqn} ? 1 : 0}`,
      ...props.arguments,
    });
  }

  /** An expression for a write-only argument; `wrap` shapes the value inside Terraform. */
  public attribute(name: string, wrap: (value: string) => string = (value) => value): string {
    const value = wrap(`${this.address}[0].${name}`);
    return `\${${this.variable.fqn} ? ${value} : "${NOT_OPENED}"}`;
  }
}
