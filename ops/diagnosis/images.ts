import { IMAGES, namesOf, NO_IMAGE } from "../../facts/names";
import type { Image } from "../../facts/names";
import type { Observations } from "./observations";
import { command, workloadOf } from "./rule";
import type { Rule } from "./rule";
import { isSettled } from "./services";

/** The part of an image's name after the colon. */
const tagOf = (image = "") => /:([^/:@]+)(?:@.*)?$/.exec(image)?.[1] ?? "";

/** The tags of an image that running tasks have. */
export function runningTags({ tasks = [] }: Observations, repository: string): string[] {
  const images = tasks
    .filter(({ lastStatus }) => lastStatus === "RUNNING")
    .flatMap(({ containers = [] }) => containers.map(({ image = "" }) => image))
    .filter((image) => image.includes(`/${repository}:`));
  return [...new Set(images.map(tagOf))];
}

/** Image parameters that nobody wrote yet, or that say something else than what runs. */
export const imageParameters: Rule = (environment, seen) => {
  const { images, services = [] } = seen;
  if (images === undefined) return [];
  const names = namesOf(environment);
  const deploy = command(environment, "deploy", "--tag <commit>");

  const never = IMAGES.filter((image) => images[image] === NO_IMAGE);
  if (never.length > 0) {
    return [
      {
        cause: "image-never-pushed",
        what: `images: ${never.join(" and ")} of ${environment.name} never deployed`,
        why: `The parameter ${never.map((image) => names.imageParameter(image).name).join(" and ")} says "${NO_IMAGE}".`,
        next: `Push the images, then: ${deploy}`,
      },
    ];
  }
  if (!services.every((service) => isSettled(seen, service))) return [];

  // A migration runs the next image before anything else does.
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
    what: `images: ${running.join(" and ")} of ${image} runs, but its parameter says ${images[image]}`,
    why: "A deploy ended between rolling the services and writing the parameter, or tasks were updated by hand.",
    next: `Deploy the one you want: ${deploy}. Until then the next \`cdktf deploy\` rolls to ${images[image]}.`,
  }));
};
