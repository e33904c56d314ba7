import type { TerraformStack } from "cdktf";
import { TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/** The blocks of each stack. */
const blocks = new WeakMap<TerraformStack, object[]>();

/**
 * Makes Terraform forget the resources of a construct, where an earlier deployment created them, instead of destroying them ("Removing
 * Resources", Terraform language). In a stack that never had them it does nothing.
 *
 * `prevent_destroy` does not protect a resource that was removed from the configuration.
 *
 * @param construct as the stack had it. It is removed from the stack
 */
export function forget(stack: TerraformStack, construct: Construct): void {
  const resources = construct.node.findAll().filter((child) => TerraformResource.isTerraformResource(child));
  construct.node.scope?.node.tryRemoveChild(construct.node.id);
  const removed = [
    ...(blocks.get(stack) ?? []),
    ...resources.map(({ terraformResourceType, friendlyUniqueId }) => ({
      from: `${terraformResourceType}.${friendlyUniqueId}`,
      lifecycle: { destroy: false },
    })),
  ];
  blocks.set(stack, removed);
  stack.addOverride("removed", removed);
}
