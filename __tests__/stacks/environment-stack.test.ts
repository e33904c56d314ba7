import { TerraformStack } from "cdktf";
import { resolveEnvironments } from "../../config/resolve-environments";
import { production } from "../environments/production";
import { buildApp } from "../../stacks/app";
import { synthesize } from "../helpers/stacks";

const { base, service } = synthesize();

describe("every stack", () => {
  it.each([
    ["base", base],
    ["service", service],
  ])("keeps its state in the environment's bucket, encrypted and locked by S3 itself: %s", (part, stack) => {
    expect(stack.terraform.backend).toEqual({
      s3: {
        bucket: "api-terraform-state-123456789012",
        key: `api/production/${part}.tfstate`,
        region: "ap-northeast-1",
        encrypt: true,
        use_lockfile: true,
      },
    });
  });

  it.each([
    ["base", base],
    ["service", service],
  ])("can be applied to its own account only, and tags what it makes: %s", (part, stack) => {
    const provider = {
      region: "ap-northeast-1",
      allowed_account_ids: ["123456789012"],
      default_tags: [
        { tags: { application: "api", environment: "production", stack: part, "managed-by": "cdktf" } },
      ],
    };
    // The base stack also has that of the region with copies, which by default is the same.
    expect(stack.provider.aws).toEqual(
      part === "base" ? [provider, { ...provider, alias: "copies" }] : [provider],
    );
  });

  it("needs a Terraform that knows write-only arguments", () => {
    expect(base.terraform.required_version).toBe(">= 1.11");
  });

  it("keeps the order of its lifetimes: the service stack is applied after the base stack, and destroyed before it", () => {
    const app = buildApp(resolveEnvironments([production]), {});
    const order = app.node
      .findAll()
      .filter((construct) => TerraformStack.isStack(construct))
      .map((stack) => [stack.node.id, stack.dependencies.map(({ node }) => node.id)]);

    expect(order).toEqual([
      ["production-base", []],
      ["production-service", ["production-base"]],
    ]);
  });
});
