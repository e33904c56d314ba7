import type { Environment } from "../../config/environment";
import { HEALTH_CHECK } from "../../facts/health-check";
import { commandLine } from "../cli/command-line";

/** As Elastic Load Balancing describes a response with status 404. */
const NOT_FOUND = "these codes: [404]";

/** What to do where the application has no route for the health check: Laravel has one since version 11. Otherwise undefined. */
export const missingHealthRoute = (
  environment: Pick<Environment, "environment">,
  description: string,
): string | undefined =>
  description.includes(NOT_FOUND)
    ? `The application has no route ${HEALTH_CHECK.path}, which Laravel has since version 11. This prints the line to add: ${commandLine(environment, "doctor", "--app ../api")}`
    : undefined;
