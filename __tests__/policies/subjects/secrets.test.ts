import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { container, protectedDatabase, template } from "../protected";
import { lambda, later } from "../resources";
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
      "a container's variable by its name": [
        container,
        { environment: [{ name: "DB_PASSWORD", value: "a" }] },
        'container "app": DB_PASSWORD looks like a secret: set its parameter in secrets',
      ],
      "a function's variable by its value": [
        (stack, change) => lambda(stack, { environment: { variables: { LEVEL: "info" } }, ...change }),
        { environment: { variables: { TARGET: "https://hooks.slack.com/services/T/B/x" } } },
        "environment: TARGET is a Slack webhook: read it from a parameter",
      ],
      "a database's password": [
        protectedDatabase,
        { password: "a-long-password" },
        "password is written to the state: use password_wo",
      ],
      "a parameter's value": [
        (stack, change) =>
          new SsmParameter(stack, "secret", {
            name: "/a",
            type: "SecureString",
            valueWo: "a",
            valueWoVersion: 1,
            ...change,
          }),
        { valueWo: undefined, value: "a" },
        "value is written to the state: use value_wo",
      ],
      "user data": [
        template,
        { userData: "export KEY=AKIAABCDEFGHIJKLMNOP" },
        "user_data has an AWS access key",
      ],
    },
    "secret-strength": {
      "a generated one": [
        (stack, change) =>
          stack.addOverride("ephemeral.aws_secretsmanager_random_password.secret", {
            password_length: 32,
            ...change,
          }),
        { password_length: 8 },
        "ephemeral.aws_secretsmanager_random_password.secret: password_length is 8: use 22 or more",
      ],
    },
  },
});
