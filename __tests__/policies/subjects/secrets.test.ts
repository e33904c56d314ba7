import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { template } from "../protected";
import { later } from "../resources";
import * as policies from "../../../policies/subjects/secrets";
import { describePolicies } from "../describe-policies";

describePolicies(policies, {
  accepts: {
    "write-only-values": {
      "a value that is never in the state": (stack) =>
        new SsmParameter(stack, "p", {
          name: "/shop",
          type: "SecureString",
          valueWo: later(stack),
          valueWoVersion: 1,
        }),
    },
  },
  refuses: {
    "write-only-values": {
      "a value that could never change": [
        (stack) =>
          new SsmParameter(stack, "p", { name: "/shop", type: "SecureString", valueWo: later(stack) }),
        "value_wo has no value_wo_version",
      ],
      "value + value_wo": [
        (stack) =>
          new SsmParameter(stack, "secret", {
            name: "/shop",
            type: "SecureString",
            value: "a",
            valueWo: "a",
            valueWoVersion: 1,
          }),
        "aws_ssm_parameter.secret: value is set as well as value_wo: remove value",
      ],
    },
  },
  protects: {
    "plain-secrets": {
      "user data": [
        template,
        { userData: "export KEY=AKIAABCDEFGHIJKLMNOP" },
        "user_data has an AWS access key",
      ],
    },
  },
});
