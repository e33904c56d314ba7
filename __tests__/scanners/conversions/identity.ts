import { policyDocument } from "../policy-documents";
import { resolve } from "../references";
import type { Conversion } from "./conversion";
import { byName } from "./conversion";

export const IDENTITY: Readonly<Record<string, Conversion>> = {
  aws_iam_role: {
    type: "AWS::IAM::Role",
    properties: ({ name, assume_role_policy }, { stack }) => ({
      RoleName: name,
      AssumeRolePolicyDocument: policyDocument(assume_role_policy, stack),
    }),
  },
  aws_iam_role_policy: {
    type: "AWS::IAM::Policy",
    properties: ({ name, policy, role }, { stack }) => ({
      PolicyName: name,
      PolicyDocument: policyDocument(policy, stack),
      Roles: [resolve(role, stack)],
    }),
  },
  aws_iam_policy: {
    type: "AWS::IAM::ManagedPolicy",
    properties: ({ name, policy }, { stack }) => ({
      ManagedPolicyName: name,
      PolicyDocument: policyDocument(policy, stack),
    }),
  },
  aws_iam_group: byName("AWS::IAM::Group", { GroupName: "name" }),
  aws_iam_user: byName("AWS::IAM::User", { UserName: "name" }),
};
