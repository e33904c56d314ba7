import { TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";

const VARIABLE = "open_secrets";

/** Terraform accepts it in a plan, but Parameter Store rejects it as a value, so it can never be written by mistake. */
const NOT_OPENED = "";

/**
 * The Terraform variable that decides whether a run reads secrets. `terraform plan -var open_secrets=false` needs no permission
 * to read one.
 *
 * Write-only arguments then have a placeholder. It is not planned as a change, because their version does not change.
 */
function openSecrets(stack: TerraformStack): TerraformVariable {
  const existing = stack.node.tryFindChild(VARIABLE) as TerraformVariable | undefined;
  return (
    existing ??
    new TerraformVariable(stack, VARIABLE, {
      type: "bool",
      default: true,
      description:
        "Whether secrets are read. Use false to plan pull requests without the permission to read them; apply needs true.",
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
 * A Terraform ephemeral resource: its value exists only while Terraform runs, and is in neither plan nor state.
 *
 * CDKTF 0.21 has no ephemeral blocks (hashicorp/terraform-cdk#3886), so this construct adds the block as an override.
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

  /** An expression for a write-only argument. `wrap` changes the value within the expression. */
  public attribute(name: string, wrap: (value: string) => string = (value) => value): string {
    const value = wrap(`${this.address}[0].${name}`);
    return `\${${this.variable.fqn} ? ${value} : "${NOT_OPENED}"}`;
  }
}
