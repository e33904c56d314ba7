import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { statement } from "../protected";
import * as policies from "../../../policies/subjects/iam-wildcards";
import { describePolicies } from "../describe-policies";

describePolicies(policies, {
  protects: {
    "iam-wildcards": {
      resources: [
        statement({ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }),
        { resources: ["*"] },
        "statement It allows its actions on every resource: name the resources, or write anyResource(reason)",
      ],
      "all but a few resources": [
        statement({ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }),
        { resources: [], notResources: ["arn:aws:s3:::c/*"] },
        "not_resources allows all others: name what is allowed",
      ],
      "merged statements": [
        (stack, change) =>
          new DataAwsIamPolicyDocument(stack, "document", {
            statement: [{ sid: "It", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }],
            ...change,
          }),
        { sourcePolicyDocuments: ["{}"] },
        "source_policy_documents merges statements that no policy checks: write them here",
      ],
      "what is written in a role": [
        (stack, change) => new IamRole(stack, "r", { assumeRolePolicy: "{}", ...change }),
        { inlinePolicy: [{ name: "all", policy: "{}" }] },
        "inline_policy is checked by no policy: write an IamRolePolicy",
      ],
    },
  },
});
