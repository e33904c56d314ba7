import { policyDocument } from "../policy-documents";
import { resolve } from "../references";
import type { Conversion } from "./conversion";
import { byName } from "./conversion";

const policyOf = (holder: "Roles" | "Groups", argument: string): Conversion => ({
  type: "AWS::IAM::Policy",
  properties: (body, { stack }) => ({
    PolicyName: body.name,
    PolicyDocument: policyDocument(body.policy, stack),
    [holder]: [resolve(body[argument], stack)],
  }),
});

export const IDENTITY: Readonly<Record<string, Conversion>> = {
  aws_iam_role: {
    type: "AWS::IAM::Role",
    properties: ({ name, assume_role_policy }, { stack }) => ({
      RoleName: name,
      AssumeRolePolicyDocument: policyDocument(assume_role_policy, stack),
    }),
  },
  aws_iam_role_policy: policyOf("Roles", "role"),
  aws_iam_group: byName("AWS::IAM::Group", { GroupName: "name" }),
  aws_iam_group_policy: policyOf("Groups", "group"),
  aws_iam_user: byName("AWS::IAM::User", { UserName: "name" }),
};
