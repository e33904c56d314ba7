import { DataAwsS3Objects } from "@cdktf/provider-aws/lib/data-aws-s3-objects";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { Fn, TerraformIterator, TerraformLocal, TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";

/** The prefix of the files in their bucket. */
export const ENVIRONMENT_FILES = "env/";

export interface EnvironmentFileProps {
  readonly bucketArn: string;
  readonly bucketName: string;

  /** Laravel's settings that are not secret. */
  readonly settings: Record<string, string>;
}

/**
 * The environment file: Laravel's settings that are not secret, which ECS reads from S3 when a task starts.
 *
 * Its key is the hash of its content, so that a change gives a new file, a new revision and a deployment. ECS cannot read
 * an earlier version of an object (aws/containers-roadmap#1263), and a rollback needs the file of its revision. Therefore
 * Terraform also declares every file that is already in the bucket, and leaves it as it is. If its state does not have such a
 * file, because the state was lost, it is imported: Terraform would otherwise write the present settings into it.
 */
export class EnvironmentFile extends Construct {
  /** The file of these settings. */
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: EnvironmentFileProps) {
    super(scope, id);

    const { bucketArn, bucketName, settings } = props;

    // ECS takes each line literally. It interprets neither quotes nor references.
    const lines = new TerraformLocal(
      this,
      "lines",
      Object.entries(settings)
        .map(([name, value]) => `${name}=${value}`)
        .sort(),
    );
    const content = new TerraformLocal(this, "content", `\${join("\\n", concat(${lines.fqn}, [""]))}`);
    const key = new TerraformLocal(this, "key", `${ENVIRONMENT_FILES}\${sha256(${content.fqn})}.env`);

    const earlier = new DataAwsS3Objects(this, "earlier", { bucket: bucketName, prefix: ENVIRONMENT_FILES });
    const files = TerraformIterator.fromList(
      Token.asList(Fn.toset(Fn.concat([earlier.keys, [key.asString]]))),
    );
    const file = new S3Object(this, "file", {
      forEach: files,
      bucket: bucketName,
      key: files.value as string,
      content: content.asString,
      contentType: "text/plain; charset=utf-8",
      lifecycle: { ignoreChanges: ["content"] },
    });
    // CDKTF 0.21 has no `for_each` of an import.
    TerraformStack.of(this).addOverride("import", [
      {
        for_each: Fn.toset(earlier.keys),
        to: `${file.terraformResourceType}.${file.friendlyUniqueId}[each.value]`,
        id: `${bucketName}/\${each.value}`,
      },
    ]);
    this.arn = `${bucketArn}/\${${file.fqn}[${key.fqn}].key}`;
  }
}
