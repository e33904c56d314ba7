import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { S3Backend } from "cdktf";
import { NO_IMAGE } from "../../../facts/names";
import type { Protected } from "../protected";
import {
  bucket,
  loadBalancer,
  protectedDatabase,
  protectedTask,
  repository,
  protectedTargetGroup,
  vault,
} from "../protected";
import { schedule, service } from "../resources";
import * as policies from "../../../policies/subjects/lifecycle";
import { describePolicies } from "../describe-policies";

const file: Protected = (stack, change) =>
  new S3Object(stack, "file", {
    bucket: "b",
    key: "${each.value}",
    lifecycle: { ignoreChanges: ["content"] },
    ...change,
  }).addOverride("for_each", "${toset(data.aws_s3_objects.earlier.keys)}");

describePolicies(policies, {
  protects: {
    "adopted-resources": {
      "a network": [
        (stack, change: { ignored?: string } = {}) => {
          const vpc = new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16" });
          vpc.importFrom("vpc-1");
          vpc.addOverride("lifecycle.ignore_changes", change.ignored ?? "all");
        },
        { ignored: ["tags"] },
        'the resource is imported, and lifecycle.ignore_changes is not "all"',
      ],
    },
    "safe-applies": {
      "to one account": [
        (stack, change) => new AwsProvider(stack, "aws", { allowedAccountIds: ["111122223333"], ...change }),
        { allowedAccountIds: undefined },
        "provider.aws: allowed_account_ids is missing",
      ],
      "one after the other": [
        (stack, change: { lock?: boolean } = {}) => {
          new AwsProvider(stack, "aws", { allowedAccountIds: ["111122223333"] });
          new S3Backend(stack, { bucket: "b", key: "k" }).addOverride("use_lockfile", change.lock ?? true);
        },
        { lock: false },
        "use_lockfile is not true, so the state has no lock",
      ],
    },
    "deletion-protection": {
      "a key's time to come back": [
        (stack, change) =>
          new KmsKey(stack, "key", {
            lifecycle: { preventDestroy: true },
            deletionWindowInDays: 30,
            ...change,
          }),
        { deletionWindowInDays: 7 },
        "deletion_window_in_days is below 30",
      ],
      "a database": [protectedDatabase, { deletionProtection: false }, "deletion_protection is not true"],
      "its last snapshot": [protectedDatabase, { skipFinalSnapshot: true }, "skip_final_snapshot is true"],
      "its backups": [
        protectedDatabase,
        { deleteAutomatedBackups: true },
        "delete_automated_backups is not false",
      ],
      "from Terraform": [protectedDatabase, { lifecycle: {} }, "lifecycle.prevent_destroy is not true"],
      "a key": [
        (stack, change) => new KmsKey(stack, "key", { lifecycle: { preventDestroy: true }, ...change }),
        { lifecycle: {} },
        "lifecycle.prevent_destroy is not true",
      ],
      "a load balancer": [
        loadBalancer,
        { enableDeletionProtection: false },
        "enable_deletion_protection is not true",
      ],
      images: [repository, { forceDelete: true }, "force_delete is true"],
      backups: [vault, { forceDestroy: true }, "force_destroy is true"],
      copies: [vault, { lifecycle: {} }, "prevent_destroy is not true"],
      "a bucket": [bucket, { forceDestroy: true }, "force_destroy is true"],
      revisions: [protectedTask, { skipDestroy: false }, "skip_destroy is not true"],
    },
    "deploys-kept": {
      revisions: [protectedTask, { trackLatest: false }, "track_latest is not true"],
      "the number of tasks": [
        (stack, change) => {
          const props = { lifecycle: { ignoreChanges: ["desired_count"] }, ...change };
          const { name } = service(stack, props, {}, { trackLatest: true });
          new AppautoscalingTarget(stack, "target", {
            serviceNamespace: "ecs",
            scalableDimension: "ecs:service:DesiredCount",
            resourceId: `service/shop/${name}`,
            minCapacity: 1,
            maxCapacity: 2,
          });
        },
        { lifecycle: {} },
        "the service is scaled, and the next apply resets its tasks to desired_count",
      ],
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
      "the settings of what ran before": [
        file,
        { lifecycle: {} },
        "earlier files get the content of the newest file",
      ],
      "the files of what ran before": [
        (stack, change: { gone?: boolean } = {}) =>
          change.gone ? new S3Object(stack, "file", { bucket: "b", key: "k" }) : file(stack),
        { gone: true },
        "for_each does not include the existing files",
      ],
      "what a schedule starts": [
        (stack, change: { arn?: string } = {}) =>
          schedule(stack, {
            target: {
              arn: "arn",
              roleArn: "arn",
              ecsParameters: {
                taskDefinitionArn: change.arn ?? "arn:aws:ecs:eu-west-1:111122223333:task-definition/tick",
              },
            },
          }),
        { arn: "arn:aws:ecs:eu-west-1:111122223333:task-definition/tick:7" },
        "ecs_parameters.task_definition_arn has a revision",
      ],
    },
    replacements: {
      "a target group": [
        protectedTargetGroup,
        { lifecycle: {} },
        "lifecycle.create_before_destroy is not true",
      ],
      "a certificate": [
        (stack, change) =>
          new AcmCertificate(stack, "c", {
            domainName: "a.b",
            lifecycle: { createBeforeDestroy: true },
            ...change,
          }),
        { lifecycle: {} },
        "lifecycle.create_before_destroy is not true",
      ],
    },
  },
});
