/** A resource or data source as Terraform will read it; `${...}` is a value that is known only later. */
export interface Block {
  /** As Terraform names it, e.g. `aws_lb.main`, `data.archive_file.package` or `provider.aws`. */
  readonly address: string;
  /** e.g. `aws_lb`, `data.archive_file`, `ephemeral.aws_kms_secrets`, `provider.aws` or `terraform.backend.s3` */
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
}
