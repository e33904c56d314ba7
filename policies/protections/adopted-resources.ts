import type { Policy } from "../policy";
import { blocks, unless } from "../values";

export const adoptedResources: Policy = {
  name: "adopted-resources",
  reason:
    "Others rely on what was there before: their tags and routes would be changed to what is written here.",
  source: 'Terraform: "Import" and "The lifecycle Meta-Argument"',
  check: ({ address, body }, stack) =>
    unless(
      !stack.imported.includes(address) ||
        blocks(body.lifecycle).some(({ ignore_changes }) => ignore_changes === "all"),
      'it is imported, and lifecycle.ignore_changes is not "all": set it to "all"',
    ),
};
