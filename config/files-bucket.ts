import { namesOf } from "../facts/names";
import type { Environment } from "./environment";

/** The name of the bucket with the application's files; undefined for an environment without one. */
export const filesBucketOf = (environment: Environment): string | undefined =>
  environment.files?.kind === "existing"
    ? environment.files.bucket
    : environment.files && namesOf(environment).filesBucket.name;
