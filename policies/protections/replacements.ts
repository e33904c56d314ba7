import type { Policy } from "../policy";
import { blocks, isTrue, unless } from "../values";

export const replacements: Policy = {
  name: "replacements",
  reason:
    "Terraform deletes first what another resource still uses: AWS refuses half-way, or the API is without it.",
  source: 'Terraform: "The lifecycle Meta-Argument", create_before_destroy',
  types: ["aws_acm_certificate", "aws_db_parameter_group", "aws_lb_target_group"],
  check: ({ body }) =>
    unless(
      blocks(body.lifecycle).some(({ create_before_destroy }) => isTrue(create_before_destroy)),
      "lifecycle.create_before_destroy is not true: set it to true",
    ),
};
