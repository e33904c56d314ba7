import type { Environment } from "../../config/environment";
import { cacheProblem } from "./cache";
import { failedDeployments } from "./deployments";
import type { Cause, Finding } from "./finding";
import { hostsMissing } from "./hosts";
import { imageParameters } from "./images";
import { keyProblem } from "./key";
import { complaints } from "./log-lines";
import { mailProblems } from "./mail";
import type { Observations } from "./observations";
import { unplacedServices, unplacedTasks } from "./placement";
import { releaseCutOff } from "./release";
import type { DiagnosisRule } from "./rule";
import {
  missingServices,
  servicesBelowDesired,
  servicesWithoutTasks,
  stoppedSidecars,
  throttledServices,
} from "./services";
import { stoppedTasks } from "./stopped-tasks";
import { unhealthyTargets } from "./targets";
import { alarms, failedJobs, maintenanceLeft } from "./warnings";

/** Causes before their consequences. */
const RULES: readonly DiagnosisRule[] = [
  keyProblem,
  cacheProblem,
  missingServices,
  servicesWithoutTasks,
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
  maintenanceLeft,
  failedJobs,
  mailProblems,
  alarms,
];

/** What can still be wrong with an environment that is switched off, and so has no hosts and no services. */
const RULES_WITHOUT_TASKS: readonly DiagnosisRule[] = [keyProblem, releaseCutOff, failedJobs, mailProblems];

/** Causes that do not explain why a service has too few tasks. */
const BESIDE: readonly Cause[] = [
  "failed-jobs",
  "mail",
  "alarm",
  "php-memory",
  "read-only-file",
  "release-cut-off",
  "maintenance-left",
];

/**
 * What is wrong with an environment, with the cause and the fix, the most likely cause first. Empty when all is healthy.
 *
 * It reads only the given observations. What was not observed is not judged.
 */
export function diagnose(environment: Environment, seen: Observations): Finding[] {
  const judge = (rules: readonly DiagnosisRule[]) => rules.flatMap((rule) => rule(environment, seen) ?? []);
  if (!environment.running) return judge(RULES_WITHOUT_TASKS);
  const found = judge(RULES);
  // Every other cause leads to too few tasks, so that is reported only when no cause was found.
  const explained = found.some(({ cause }) => !BESIDE.includes(cause));
  return explained ? found : [...judge([servicesBelowDesired]), ...found];
}
