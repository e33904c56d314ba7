import { DataAwsS3Objects } from "@cdktf/provider-aws/lib/data-aws-s3-objects";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { Fn, TerraformIterator, TerraformLocal, Token } from "cdktf";
import { Construct } from "constructs";

/** Where the files lie in their bucket. */
export const ENVIRONMENT_FILES = "env/";

export interface EnvironmentFileProps {
  readonly bucketArn: string;
  readonly bucketName: string;

  /** Laravel's plain settings. */
  readonly settings: Record<string, string>;
}

/**
 * Laravel's plain settings as the `.env` file that ECS reads when a task starts.
 *
 * Its key is the hash of its content, so that a change is a new file, a new revision and a deploy. The earlier files
 * stay: ECS knows no versions of an object (aws/containers-roadmap#1263), and a revision that a rollback returns to must
 * find the file it was made with. So every file that the bucket already holds is declared too, and left as it is.
 */
export class EnvironmentFile extends Construct {
  /** The file of these settings. */
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: EnvironmentFileProps) {
    super(scope, id);

    const { bucketArn, bucketName, settings } = props;

    // ECS takes a line as it stands: neither quotes nor references are read.
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
    this.arn = `${bucketArn}/\${${file.fqn}[${key.fqn}].key}`;
  }
}
