import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { Construct } from "constructs";
import type { Image } from "../../facts/names";
import { NO_IMAGE } from "../../facts/names";

export interface RunningImageProps {
  /** Prefix of every physical name, e.g. `api-production`. */
  readonly name: string;

  /** The argument of operator commands, e.g. `production`. */
  readonly environment: string;
  readonly image: Image;

  /** The SSM parameter that holds the tag, e.g. `/api-production/image/app`. */
  readonly parameterName: string;
  readonly repositoryUrl: string;
}

/** The image that runs. Its tag is read from the SSM parameter that the deploy command writes. */
export class RunningImage extends Construct {
  /** `<repository>:<tag>`. */
  public readonly uri: string;

  /** Terraform's precondition that an image was pushed, for task definitions. */
  public readonly wasPushed: { readonly condition: string; readonly errorMessage: string };

  constructor(scope: Construct, id: string, props: RunningImageProps) {
    super(scope, id);

    const { name, environment, image, parameterName, repositoryUrl } = props;

    // `insecure_value`: a tag is not a secret, and as a sensitive value it would hide every change of image in a plan.
    const parameter = new DataAwsSsmParameter(this, "tag", { name: parameterName });
    this.uri = `${repositoryUrl}:${parameter.insecureValue}`;
    this.wasPushed = {
      condition: `\${${parameter.fqn}.insecure_value != "${NO_IMAGE}"}`,
      errorMessage: `No ${image} image of ${name} was pushed yet. Push one, then run \`npm run ops -- deploy ${environment} --tag <tag>\`.`,
    };
  }
}
