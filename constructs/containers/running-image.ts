import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { Construct } from "constructs";
import type { Image } from "../../facts/names";

export interface RunningImageProps {
  readonly image: Image;
  readonly parameterName: string;
  readonly repositoryUrl: string;
}

/** The image that runs, as its parameter says: the same for Terraform and for whoever deploys. */
export class RunningImage extends Construct {
  public readonly image: Image;

  /** `<repository>:<tag>`. */
  public readonly uri: string;

  /** The tag, as a bare Terraform expression. */
  public readonly expression: string;

  constructor(scope: Construct, id: string, props: RunningImageProps) {
    super(scope, id);

    // `insecure_value`: a tag is no secret, and masked it would hide every change of image in a plan.
    const parameter = new DataAwsSsmParameter(this, "tag", { name: props.parameterName });
    this.image = props.image;
    this.uri = `${props.repositoryUrl}:${parameter.insecureValue}`;
    this.expression = `${parameter.fqn}.insecure_value`;
  }
}
