import type { Check, Findings } from "../check";
import type { Application } from "./application";

/** A question about the files of the application. It needs no credentials. */
export type ApplicationCheck = Check<Application>;

/** The result for a file that comes with `docker/`, where that was not copied: one mistake is reported once. */
export const COMES_WITH_DOCKER: Findings = {
  notChecked: "The commands that copy docker/ copy this file too.",
};
