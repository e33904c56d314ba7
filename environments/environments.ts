import { production } from "./production";
import type { EnvironmentInput } from "../config/schema/schema";
import { staging } from "./staging";

/** All environments. To add one, add a file to this folder and its name to this list. */
export const ENVIRONMENTS: readonly EnvironmentInput[] = [production, staging];
