import type { DataAwsIamPolicyDocumentStatement as Statement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Environment } from "../../config/environment";
import { anyResource } from "../../policies/exceptions";

/** The statements of an environment's `permissions`, in their order. */
export const morePermissions = (permissions: Environment["permissions"]): Statement[] =>
  permissions.map(({ actions, resources, reason }, index) => ({
    sid: `Permissions${index + 1}`,
    actions,
    resources: reason === undefined ? resources : anyResource(reason, resources),
  }));
