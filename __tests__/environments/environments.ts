import type { EnvironmentInput } from "../../config/schema/schema";
import { production } from "./production";
import { staging } from "./staging";

/** The environments of the tests. Those of the user are read by one test alone, `golden.test.ts`. */
export const ENVIRONMENTS: readonly EnvironmentInput[] = [production, staging];
