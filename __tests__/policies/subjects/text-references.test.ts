import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import type { TerraformStack } from "cdktf";
import { Fn, S3Backend, TerraformIterator, TerraformLocal, TerraformOutput, TerraformVariable } from "cdktf";
import { lambda, later } from "../resources";
import type { Build } from "../synth";
import * as policies from "../../../policies/subjects/text-references";
import { describePolicies, refusals } from "../describe-policies";

/** Where a reference can lose its braces, and what is then said. */
const REFERENCES: readonly (readonly [words: string, path: string, build: Build])[] = [
  [
    "a reference in the raw text of a function",
    "resource.aws_ssm_parameter.p.value has aws_sqs_queue.queue",
    (stack) =>
      new SsmParameter(stack, "p", {
        name: "/shop",
        type: "String",
        value: Fn.base64encode(Fn.rawString(`first "quoted"\nQUEUE=${queueName(stack)}`)),
      }),
  ],
  [
    "a function call in raw text",
    "output.out.value has aws_sqs_queue.queue",
    (stack) =>
      new TerraformOutput(stack, "out", {
        value: Fn.upper(Fn.rawString(`QUEUE=${Fn.lower(queueName(stack))}`)),
      }),
  ],
  [
    "a reference in a local",
    "locals.lines.0 has aws_sqs_queue.queue",
    (stack) => {
      queueName(stack);
      new TerraformLocal(stack, "lines", ["$aws_sqs_queue.queue.name"]);
    },
  ],
  ...["jobs-", "jobs_", "jobs.", "jobs", "/", "-_."].flatMap((before) =>
    [".name", "-suffix", "", "[0].name"].map((after) => {
      const words = `a reference in ${JSON.stringify(`${before}...${after}`)}`;
      const build = (stack: TerraformStack) => {
        queueName(stack);
        new TerraformLocal(stack, "lines", [`${before}aws_sqs_queue.queue${after}`]);
      };
      return [words, "locals.lines.0 has aws_sqs_queue.queue", build] as const;
    }),
  ),
  [
    "the longer of two names",
    "locals.lines.0 has aws_sqs_queue.queue-2",
    (stack) => {
      queueName(stack);
      new SqsQueue(stack, "queue-2", { name: "jobs-2" });
      new TerraformLocal(stack, "lines", ["aws_sqs_queue.queue-2.name"]);
    },
  ],
  [
    "a reference behind one to something else",
    "locals.lines.0 has aws_sqs_queue.queue",
    (stack) => {
      queueName(stack);
      new TerraformLocal(stack, "lines", ["local.aws_sqs_queue.queue"]);
    },
  ],
  ...["provider_name", "provider-name", "depends_on_text", "lifecycle.ignore_changes_of"].map(
    (argument) =>
      [
        `a reference in ${argument}, which only begins like an argument of Terraform`,
        `resource.aws_sqs_queue.queue.${argument} has aws_sqs_queue.queue`,
        (stack: TerraformStack) =>
          new SqsQueue(stack, "queue", { name: "jobs" }).addOverride(argument, "aws_sqs_queue.queue.name"),
      ] as const,
  ),
  [
    "a reference in an argument of an output that only begins like depends_on",
    "output.out.depends_on_text has aws_sqs_queue.queue",
    (stack) => {
      queueName(stack);
      new TerraformOutput(stack, "out", { value: "x" }).addOverride("depends_on_text", "aws_sqs_queue.queue");
    },
  ],
  [
    "a reference in the name of a member",
    "locals.map.aws_sqs_queue.queue (its name) has aws_sqs_queue.queue",
    (stack) => {
      queueName(stack);
      new TerraformLocal(stack, "map", { "aws_sqs_queue.queue": "x" });
    },
  ],
  [
    "a data source",
    "output.data.value has data.aws_ssm_parameter.p",
    (stack) => {
      new DataAwsSsmParameter(stack, "p", { name: "/shop" });
      new TerraformOutput(stack, "data", {
        value: "$data.aws_ssm_parameter.p.value",
      });
    },
  ],
  [
    "a local",
    "output.local.value has local.lines",
    (stack) => {
      new TerraformLocal(stack, "lines", ["x"]);
      new TerraformOutput(stack, "local", { value: "lines: $local.lines" });
    },
  ],
  [
    "a variable",
    "output.variable.value has var.later",
    (stack) => {
      later(stack);
      new TerraformOutput(stack, "variable", { value: "$var.later" });
    },
  ],
  [
    "a variable between texts",
    "output.variable.value has var.later",
    (stack) => {
      later(stack);
      new TerraformOutput(stack, "variable", {
        value: "beforevar.laterAndAfter",
      });
    },
  ],
  [
    "an ephemeral value",
    "output.ephemeral.value has ephemeral.aws_ssm_parameter.p",
    (stack) => {
      stack.addOverride("ephemeral.aws_ssm_parameter.p", { arn: "arn" });
      new TerraformOutput(stack, "ephemeral", {
        value: "$ephemeral.aws_ssm_parameter.p.value",
      });
    },
  ],
  [
    "an iterator",
    "resource.aws_s3_bucket.b.bucket has $each.value",
    (stack) => {
      const each = TerraformIterator.fromList(["a"]);
      new S3Bucket(stack, "b", {
        forEach: each,
        bucket: Fn.lower(Fn.rawString(`b-${String(each.value)}`)),
      });
    },
  ],
  [
    "a reference in an argument of the provider",
    "provider.aws.0.region has var.later",
    (stack) => {
      later(stack);
      new AwsProvider(stack, "aws", { region: "$var.later" });
    },
  ],
  [
    "a reference in the backend",
    "terraform.backend.s3.key has var.later",
    (stack) => {
      later(stack);
      new S3Backend(stack, {
        bucket: "b",
        key: "$var.later",
        region: "eu-west-1",
      });
    },
  ],
];

const queueName = (stack: TerraformStack) => new SqsQueue(stack, "queue", { name: "jobs" }).name;

describePolicies(policies, {
  accepts: {
    "text-references": {
      "references in braces, in functions and where Terraform needs no braces": (stack) => {
        const { name, arn, fqn } = new SqsQueue(stack, "queue", {
          name: "jobs",
        });
        new TerraformOutput(stack, "line", {
          value: `queue ${name} is ${Fn.upper(Fn.join(":", [arn, "x"]))}`,
        });
        new SqsQueue(stack, "later", { name: "later", dependsOn: [{ fqn }] });
        new S3Bucket(stack, "bucket", { bucket: "shop" }).importFrom("shop");
      },
      "text that only looks like a reference, or is escaped": (stack) => {
        const queue = new SqsQueue(stack, "queue", { name: "jobs" });
        new TerraformLocal(stack, "texts", [
          "$aws_sqs_queue.other.name costs $data.x, $var.x and $local.x; -1e300",
          `$\${aws_sqs_queue.q} %%{ if } \${jsonencode({ text = "a \\"b\\" }" })} ${queue.name}`,
          "${each.key} of $each.key",
          "aws_sqs_queue.queue2.name, aws_sqs_queue.queues, queue.name and aws_sqs_queue",
        ]);
      },
    },
  },
  refuses: {
    "text-references": {
      ...refusals(
        REFERENCES,
        (path) => `cdk.tf.json: ${path} outside \${...}: pass the text as a TerraformLocal`,
      ),
      "a number that was calculated from a token": [
        (stack) =>
          lambda(stack, {
            timeout: new TerraformVariable(stack, "n", {}).numberValue * 2,
          }),
        "resource.aws_lambda_function.function.timeout has -",
      ],
      "a token that CDKTF did not resolve": [
        (stack) => new TerraformOutput(stack, "out", { value: "TfToken[TOKEN.7]" }),
        "output.out.value has TfToken[TOKEN.7], an unresolved token of CDKTF: calculate with Op and Fn",
      ],
      "a reference that became text": [
        (stack) =>
          new LaunchTemplate(stack, "template", {
            userData: Fn.base64encode(
              Fn.rawString(`ECS_CLUSTER=${new EcsCluster(stack, "cluster", { name: "shop" }).name}`),
            ),
          }),
        "cdk.tf.json: resource.aws_launch_template.template.user_data has aws_ecs_cluster.cluster outside ${...}",
      ],
    },
  },
});
