import { usesHorizon } from "../../../../config/worker-groups";
import type { ApplicationCheck } from "./application-check";

/** What makes Laravel count attempts beside SQS, which counts them here. */
const COUNTS =
  /\$tries\b|\$maxExceptions\b|\bfunction\s+(?:tries|retryUntil)\b|#\[Tries\b|#\[MaxExceptions\b/;

/** SQS moves a job to the dead-letter queue. A job that Laravel gives up is deleted instead (docs/adr/0027). */
export const queuedJobs: ApplicationCheck = {
  subject: "the attempts of queued jobs",
  look: (application) => {
    if (usesHorizon(application.environment)) return { seen: "Horizon counts them" };
    const counting = application.files("app", ".php").filter((file) => {
      const code = application.code(file) ?? "";
      return /\bShouldQueue\b/.test(code) && COUNTS.test(code);
    });
    return {
      seen: counting.length === 0 ? "SQS counts them" : "",
      advice:
        counting.length > 0 &&
        `${counting.join(", ")}: remove $tries, $maxExceptions and retryUntil(). SQS counts the attempts (queue.maxReceiveCount); ` +
          "a job that Laravel gives up never reaches the dead-letter queue.",
    };
  },
};
