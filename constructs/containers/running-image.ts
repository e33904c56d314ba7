import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { Construct } from "constructs";
import { type Image, type Names, NO_IMAGE } from "../../facts/names";

export interface RunningImageProps {
  /** The SSM parameter that holds the tag, e.g. `/api-production/image/app`. */
  readonly parameterName: string;
  readonly repositoryUrl: string;
}

/** The image that runs. Its tag is read from the SSM parameter that the deploy command writes. */
export class RunningImage extends Construct {
  /** `<repository>:<tag>`. */
  public readonly uri: string;

  /** Terraform's condition that an image was released, without `${}`. */
  public readonly isReleased: string;

  constructor(scope: Construct, id: string, props: RunningImageProps) {
    super(scope, id);

    const { parameterName, repositoryUrl } = props;

    // `insecure_value`: a tag is not a secret, and as a sensitive value it would hide every change of image in a plan.
    const parameter = new DataAwsSsmParameter(this, "tag", { name: parameterName });
    this.uri = `${repositoryUrl}:${parameter.insecureValue}`;
    this.isReleased = `${parameter.fqn}.insecure_value != "${NO_IMAGE}"`;
  }
}

/** The image of each container that runs, in the scope of the stack. */
export function runningImages(
  scope: Construct,
  { names, urls }: { readonly names: Names; readonly urls: Readonly<Record<Image, string>> },
): Record<Image, RunningImage> {
  const running = (image: Image) =>
    new RunningImage(scope, `${image}-image`, {
      parameterName: names.imageParameter(image).name,
      repositoryUrl: urls[image],
    });
  return { app: running("app"), nginx: running("nginx") };
}
