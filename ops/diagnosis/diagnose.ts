import type { Environment } from "../../config/environment";
import { failedDeployments } from "./deployments";
import type { Cause, Finding } from "./finding";
import { hostsMissing } from "./hosts";
import { imageParameters } from "./images";
import { complaints } from "./log-lines";
import type { Observations } from "./observations";
import { unplacedServices, unplacedTasks } from "./placement";
import { releaseCutOff } from "./release";
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
  releaseCutOff,
  failedDeployments,
  unhealthyTargets,
  throttledServices,
  imageParameters,
  failedJobs,
  alarms,
];

/** What may be wrong beside a service that lacks tasks, and does not explain that. */
const BESIDE: readonly Cause[] = ["failed-jobs", "alarm", "php-memory", "read-only-file", "release-cut-off"];

/**
 * What is wrong with an environment, why, and what to do next: the likeliest cause first. Nothing where all is well.
 *
 * It asks nobody: whoever calls it has looked, and what was not looked at is not judged.
 */
export function diagnose(environment: Environment, seen: Observations): Finding[] {
  const found = RULES.flatMap((rule) => rule(environment, seen));
  // Too few tasks is what every other cause leads to: it is said where none was found.
  const explained = found.some(({ cause }) => !BESIDE.includes(cause));
  return explained ? found : [...servicesBelowDesired(environment, seen), ...found];
}
