import type { Construct } from "constructs";
import type { Image, Names } from "../../facts/names";
import { RunningImage } from "./running-image";

export interface RunningImagesProps {
  readonly names: Names;
  readonly repositoryUrls: Readonly<Record<Image, string>>;
}

/** The image of each container that runs, in the scope of the stack. */
export function runningImages(
  scope: Construct,
  { names, repositoryUrls }: RunningImagesProps,
): Record<Image, RunningImage> {
  const running = (image: Image) =>
    new RunningImage(scope, `${image}-image`, {
      parameterName: names.imageParameter(image).name,
      repositoryUrl: repositoryUrls[image],
    });
  return { app: running("app"), nginx: running("nginx") };
}
