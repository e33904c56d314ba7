import { statement } from "../protected";
import * as policies from "../../../policies/subjects/iam-trust";
import { describePolicies } from "../describe-policies";

describePolicies(policies, {
  protects: {
    "iam-trust": {
      "who passes roles": [
        statement({
          actions: ["iam:PassRole"],
          condition: [
            { test: "StringEquals", variable: "iam:PassedToService", values: ["ecs-tasks.amazonaws.com"] },
          ],
        }),
        { condition: [] },
        "statement It passes roles to any service",
      ],
    },
    "confused-deputy": {
      "a service that uses a resource": [
        statement({
          actions: ["sqs:SendMessage"],
          principals: [{ type: "Service", identifiers: ["events.amazonaws.com"] }],
          condition: [
            {
              test: "ArnLike",
              variable: "aws:SourceArn",
              values: ["arn:aws:events:eu-west-1:111122223333:rule/shop-*"],
            },
          ],
        }),
        {
          condition: [
            { test: "ArnLike", variable: "aws:SourceArn", values: ["arn:aws:events:*:*:rule/shop-*"] },
          ],
        },
        "statement It trusts a service on behalf of any account: add a condition on aws:SourceAccount",
      ],
    },
  },
});
