/**
 * The Terraform command: the value of `TERRAFORM_BINARY_NAME`, e.g. OpenTofu's `tofu`.
 *
 * cdktf reads the same variable (@cdktf/commons, src/terraform.ts), so both run the same command.
 */
export const terraformBinary = (
  { TERRAFORM_BINARY_NAME: name = "" }: Readonly<Record<string, string | undefined>> = process.env,
) => (name === "" ? "terraform" : name);
