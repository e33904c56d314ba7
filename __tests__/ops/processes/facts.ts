import { IMAGES, namesOf } from "../../../facts/names";
import type { Stage } from "../endpoint/stage";

const nameOf = (arn = "") => arn.split("/").at(-1);

/** What a release left: the parameters, what the services follow, each family's newest revision, the lock. */
export function facts({ world, environment }: Stage) {
  const names = namesOf(environment);
  const lock = world.objects.get(`${names.settingsBucket.name}/${names.releaseLock.key}`);
  return {
    parameters: IMAGES.map((image) => world.parameters.get(names.imageParameter(image).name)),
    services: [...world.services.values()].map(({ taskDefinition }) => nameOf(taskDefinition)),
    newest: [...world.families.keys()].map((family) =>
      nameOf(world.revision(family).definition.taskDefinitionArn),
    ),
    locked: lock !== undefined && !(JSON.parse(lock.body) as { released: boolean }).released,
  };
}
