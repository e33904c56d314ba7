import type { Check } from "../check";
import type { Application } from "./application";

/** A question about the files of the application. It needs no credentials. */
export type ApplicationCheck = Check<Application>;

/** This repository, as docs/laravel.md writes it in the commands for a Laravel repository. */
export const INFRASTRUCTURE = "../laravel-ecs";
