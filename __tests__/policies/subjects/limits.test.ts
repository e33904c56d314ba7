import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { lambda } from "../resources";
import * as policies from "../../../policies/subjects/limits";
import { describePolicies } from "../describe-policies";

describePolicies(policies, {
  accepts: {
    "argument-values": {
      "a retention CloudWatch knows": (stack) => new CloudwatchLogGroup(stack, "l", { retentionInDays: 14 }),
    },
    "tag-values": {
      "letters of any language": (stack) => new SqsQueue(stack, "q", { tags: { "cost centre": "経理" } }),
    },
    "resource-counts": {
      "as many rules as a security group takes": (stack) =>
        Array.from(
          { length: 60 },
          (_each, index) =>
            new VpcSecurityGroupIngressRule(stack, `r${index}`, {
              securityGroupId: "sg-0123456789abcdef0",
              cidrIpv4: "10.0.0.0/8",
              ipProtocol: "tcp",
              fromPort: 1_000 + index,
              toPort: 1_000 + index,
            }),
        ),
    },
  },
  refuses: {
    "argument-values": {
      "KMS window 3": [
        (stack) => new KmsKey(stack, "key", { deletionWindowInDays: 3 }),
        "aws_kms_key.key: deletion_window_in_days is 3: choose 7 to 30",
      ],
      "Lambda timeout 901": [
        (stack) => lambda(stack, { timeout: 901 }),
        "aws_lambda_function.function: timeout is 901: choose 1 to 900",
      ],
      "log retention 13": [
        (stack) => new CloudwatchLogGroup(stack, "log", { name: "/shop", retentionInDays: 13 }),
        "aws_cloudwatch_log_group.log: retention_in_days is 13: choose one of 0, 1, 3, 5, 7, 14",
      ],
      "SQS visibility 50000": [
        (stack) => new SqsQueue(stack, "queue", { name: "jobs", visibilityTimeoutSeconds: 50_000 }),
        "aws_sqs_queue.queue: visibility_timeout_seconds is 50000: choose 0 to 43200",
      ],
    },
    "resource-counts": {
      "61 rules in a security group": [
        (stack) =>
          Array.from(
            { length: 61 },
            (_each, index) =>
              new VpcSecurityGroupIngressRule(stack, `rule-${index}`, {
                securityGroupId: "sg-0123456789abcdef0",
                cidrIpv4: "10.0.0.0/8",
                ipProtocol: "tcp",
                fromPort: 1_000 + index,
                toPort: 1_000 + index,
              }),
          ),
        "61 of its type have this security_group_id: use at most 60",
      ],
    },
    "tag-values": {
      "a tag with a comma": [
        (stack) => new SqsQueue(stack, "queue", { name: "jobs", tags: { team: "web,api" } }),
        "the value of the tag team has other characters than letters, digits, spaces and _.:/=+-@",
      ],
    },
  },
});
