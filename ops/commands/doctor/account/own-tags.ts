import type { Environment } from "../../../../config/environment";

interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** Whether a resource belongs to the environment, by the tags that its stacks give to everything. */
export const isOwn = ({ application, environment }: Environment, tags: readonly Tag[] = []) =>
  tags.some(({ Key, Value }) => Key === "application" && Value === application) &&
  tags.some(({ Key, Value }) => Key === "environment" && Value === environment);
