import { production } from "./production";
import type { EnvironmentInput } from "../config/schema/schema";
import { staging } from "./staging";

/** Every environment there is. A new one is a file beside these, and a name in this list. */
export const ENVIRONMENTS: readonly EnvironmentInput[] = [production, staging];
