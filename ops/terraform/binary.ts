/**
 * The Terraform that is started: the command that `TERRAFORM_BINARY_NAME` names, e.g. OpenTofu's `tofu`.
 *
 * cdktf reads the same variable (@cdktf/commons, src/terraform.ts), so that both start the same one.
 */
export const terraformBinary = (
  { TERRAFORM_BINARY_NAME: name = "" }: Readonly<Record<string, string | undefined>> = process.env,
) => (name === "" ? "terraform" : name);
