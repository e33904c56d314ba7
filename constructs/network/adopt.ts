import type { TerraformResource } from "cdktf";

/** Imports an existing resource and never changes it, not even its tags: others may rely on it as it is. */
export function adopt(resource: TerraformResource | undefined, id: string): void {
  resource?.importFrom(id);
  resource?.addOverride("lifecycle.ignore_changes", "all");
}
