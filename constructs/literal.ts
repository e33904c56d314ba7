/** A text that Terraform takes as it is, although it may look like one of its templates, e.g. `${APP_NAME}`. */
export function literal(text: string): string {
  return text.replaceAll("${", "$${").replaceAll("%{", "%%{");
}
