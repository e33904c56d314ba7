import type { Environment } from "../../environments/environment";
import { failedDeployments } from "./deployments";
import type { Finding } from "./finding";
import { hostsMissing } from "./hosts";
import { imageParameters } from "./images";
import { complaints } from "./log-lines";
import type { Observations } from "./observations";
import { unplacedServices, unplacedTasks } from "./placement";
import type { Rule } from "./rule";
import { missingServices, servicesBelowDesired, stoppedSidecars, throttledServices } from "./services";
import { stoppedTasks } from "./stopped-tasks";
import { unhealthyTargets } from "./targets";
import { alarms, failedJobs } from "./warnings";

/** Causes before what follows from them. */
const RULES: readonly Rule[] = [
  missingServices,
  hostsMissing,
  unplacedTasks,
  unplacedServices,
  stoppedTasks,
  stoppedSidecars,
  complaints,
  failedDeployments,
  unhealthyTargets,
  throttledServices,
  imageParameters,
  failedJobs,
  alarms,
];

/**
 * What is wrong with an environment, why, and what to do next: the likeliest cause first. Nothing where all is well.
 *
 * It asks nobody: whoever calls it has looked, and what was not looked at is not judged.
 */
export function diagnose(environment: Environment, seen: Observations): Finding[] {
  const found = RULES.flatMap((rule) => rule(environment, seen));
  // Too few tasks is what every cause leads to: it is said where no cause was found.
  return found.length > 0 ? found : servicesBelowDesired(environment, seen);
}
