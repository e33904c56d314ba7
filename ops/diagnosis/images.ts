import { IMAGES, namesOf, NO_IMAGE } from "../../facts/names";
import type { Image } from "../../facts/names";
import type { Observations } from "./observations";
import { commandLine } from "../cli/command-line";
import { workloadOf } from "../ecs/arn";
import type { DiagnosisRule } from "./rule";
import { isSettled } from "./services";

/** The tag of an image, without its digest. A colon before the last slash belongs to the port of a registry. */
function tagOf(image: string): string {
  const [name = ""] = image.split("@");
  const colon = name.lastIndexOf(":");
  return colon > name.lastIndexOf("/") ? name.slice(colon + 1) : "";
}

/** The tags of an image in running tasks. */
export function runningTags({ tasks = [] }: Observations, repository: string): string[] {
  const images = tasks
    .filter(({ lastStatus }) => lastStatus === "RUNNING")
    .flatMap(({ containers = [] }) => containers.map(({ image = "" }) => image))
    .filter((image) => image.includes(`/${repository}:`));
  return [...new Set(images.map(tagOf))];
}

/** Image parameters that were never written, or that differ from the running images. */
export const imageParameters: DiagnosisRule = (environment, seen) => {
  const { images, services = [] } = seen;
  if (images === undefined) return [];
  const names = namesOf(environment);
  const deploy = commandLine(environment, "deploy", "--tag <commit>");

  const never = IMAGES.filter((image) => images[image] === NO_IMAGE);
  if (never.length > 0) {
    return {
      cause: "image-never-pushed",
      what: `images: ${never.join(" and ")} of ${environment.name} were never deployed`,
      why: `The value of ${never.map((image) => names.imageParameter(image).name).join(" and ")} is "${NO_IMAGE}".`,
      next: `Push the images, then: ${deploy}`,
    };
  }
  if (!services.every((service) => isSettled(seen, service))) return [];

  // Without the migration task, which runs the next image before the services do.
  const workloads = services.map(({ serviceName }) => serviceName);
  const served = (seen.tasks ?? []).filter((task) =>
    workloads.includes(workloadOf(environment, task.taskDefinitionArn)),
  );
  const differs = (image: Image) => {
    const running = runningTags({ ...seen, tasks: served }, names.repository(image).name);
    return running.some((tag) => tag !== images[image]) ? [{ image, running }] : [];
  };
  return IMAGES.flatMap(differs).map(({ image, running }) => ({
    cause: "images-differ" as const,
    what: `images: ${image} is running ${running.join(" and ")}, but its image parameter is ${images[image]}`,
    why: "A deploy ended before it wrote the parameter, or the services were updated by hand.",
    next: `Deploy the tag that you want: ${deploy}. Otherwise the next \`cdktf deploy\` deploys ${images[image]}.`,
  }));
};
