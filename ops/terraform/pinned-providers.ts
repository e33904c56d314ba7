import { ArchiveProvider } from "@cdktf/provider-archive/lib/provider";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import type { RequiredProvider } from "./lock-file";

/** The provider versions that the packages `@cdktf/provider-*` pin, as every synthesized stack requires them. */
export function pinnedProviders(): { aws: RequiredProvider; archive: RequiredProvider } {
  const stack = new TerraformStack(new App(), "pinned");
  new AwsProvider(stack, "aws");
  new ArchiveProvider(stack, "archive");
  const { terraform } = stack.toTerraform() as {
    terraform: { required_providers: { aws: RequiredProvider; archive: RequiredProvider } };
  };
  return terraform.required_providers;
}
