import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import type { IAspect, TerraformStack } from "cdktf";
import { Aspects } from "cdktf";
import { task } from "./resources";
import { synth, synthesize } from "./synth";

const good = (stack: TerraformStack) => new KmsKey(stack, "key", { deletionWindowInDays: 30 });
const bad = (stack: TerraformStack) => new KmsKey(stack, "key", { deletionWindowInDays: 3 });

describe("enforcePolicies", () => {
  it("lets stacks in order pass", () => {
    expect(synth(good, good)).toBe("accepted");
  });

  it("names stack, resource, violation, fix and reason of everything at once", () => {
    expect(synth(bad, (stack) => task(stack, { readonlyRootFileSystem: true }))).toMatchInlineSnapshot(`
     "2 violations of policies/; nothing was done.

     stack-1: aws_kms_key.key: deletion_window_in_days is 3: choose 7 to 30 days (ScheduleKeyDeletion, AWS KMS API Reference)
       AWS refuses other values. (argument-values; AWS: the limits in facts/aws-limits.ts, each with its document)

     stack-2: aws_ecs_task_definition.task: container "app" has readonlyRootFileSystem: write readonlyRootFilesystem
       ECS ignores a key that it does not know, without a warning. (container-keys; AWS: "ContainerDefinition", Amazon ECS API Reference)"
    `);
  });

  it("writes not even the stacks in order when a later one is not", () => {
    expect(synth(good, bad)).toContain("stack-2: aws_kms_key.key");
  });

  it("sees what aspects do, in later stacks too", () => {
    const rename: IAspect = {
      visit: (construct) => {
        if (construct instanceof S3Bucket) construct.bucket = "Upper";
      },
    };
    const renamed = (stack: TerraformStack) => {
      new S3Bucket(stack, "bucket", { bucket: "lower" });
      Aspects.of(stack).add(rename);
    };
    expect(synth(renamed)).toContain('bucket is "Upper"');
    // By then CDKTF has written the first stack, but no manifest, without which nothing is deployed.
    const later = synthesize(good, renamed);
    expect(later.message).toContain('bucket is "Upper"');
    expect(later.files).not.toContain("manifest.json");
  });
});
