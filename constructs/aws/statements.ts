import type { DataAwsIamPolicyDocumentStatement as Statement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { anyResource } from "../../policies/exceptions";

/** Pulling or pushing an image begins with it. */
export const logInToTheRegistry = (): Statement => ({
  sid: "LogInToTheRegistry",
  actions: ["ecr:GetAuthorizationToken"],
  resources: anyResource("It has no resource (Service Authorization Reference, Amazon ECR)."),
});

/** The channels of a Session Manager session, on a host and in a container. */
export const SESSION_CHANNELS = [
  "ssmmessages:CreateControlChannel",
  "ssmmessages:CreateDataChannel",
  "ssmmessages:OpenControlChannel",
  "ssmmessages:OpenDataChannel",
];
