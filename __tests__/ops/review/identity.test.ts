import { UNKNOWN } from "../../../ops/review/values";
import { change, said } from "./change";

describe("an identity", () => {
  it("is reported where something runs with another role", () => {
    const [was, is] = ["arn:aws:iam::123456789012:role/task", "arn:aws:iam::123456789012:role/Admin"];
    const swapped = (type: string, argument: string, action: "update" | "replace" = "update") =>
      said(change(type, { action, before: { [argument]: was }, after: { [argument]: is } }));

    expect(swapped("aws_ecs_task_definition", "task_role_arn", "replace")).toContain(
      `exposure: aws_ecs_task_definition.it runs with another role: task_role_arn from ${was} to ${is}.`,
    );
    expect(swapped("aws_lambda_function", "role").join()).toContain("exposure: ");
    const later = change("aws_ecs_service", {
      before: { iam_role_arn: was },
      after: { iam_role_arn: UNKNOWN },
    });
    expect(said(later).join()).toContain(`from ${was} to (known after apply).`);
    expect(swapped("aws_iam_instance_profile", "role").join()).toContain("it belongs to another role: role");
    expect(swapped("aws_iam_role_policy", "role", "replace").join()).toContain("exposure: ");
  });

  it.each([
    ["aws_iam_access_key", {}],
    ["aws_iam_user_group_membership", {}],
    ["aws_lambda_function_url", { authorization_type: "NONE" }],
    ["aws_lambda_permission", { principal: "*", source_arn: "x" }],
    ["aws_lambda_permission", { principal: "999999999999", source_arn: "x" }],
    ["aws_lambda_permission", { principal: "events.amazonaws.com" }],
    ["aws_lambda_permission", { principal: UNKNOWN, source_arn: "x" }],
    ["aws_iam_role", { managed_policy_arns: ["arn:aws:iam::aws:policy/AdministratorAccess"] }],
    ["aws_iam_role", { inline_policy: [{ policy: "{}" }] }],
  ])("is reported: %s with %j", (type, after) => {
    expect(said(change(type, { action: "create", after })).join()).toContain("exposure: ");
  });

  it("is not reported for a rule that calls its function", () => {
    const after = { principal: "events.amazonaws.com", source_arn: "arn:aws:events:eu-west-1:1:rule/x" };
    expect(said(change("aws_lambda_permission", { action: "create", after }))).toEqual([]);
  });
});
