import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { NO_IMAGE } from "../../../facts/names";
import * as policies from "../../../policies/subjects/lifecycle";
import { describePolicies } from "../describe-policies";

describePolicies(policies, {
  protects: {
    "deletion-protection": {
      "a key": [
        (stack, change) => new KmsKey(stack, "key", { lifecycle: { preventDestroy: true }, ...change }),
        { lifecycle: {} },
        "lifecycle.prevent_destroy is not true",
      ],
    },
    "deploys-kept": {
      "the image that runs": [
        (stack, change) =>
          new SsmParameter(stack, "tag", {
            name: "/shop/image",
            type: "String",
            value: NO_IMAGE,
            lifecycle: { ignoreChanges: ["value"] },
            ...change,
          }),
        { lifecycle: {} },
        "a deploy writes the value, and the next apply removes it",
      ],
    },
  },
});
