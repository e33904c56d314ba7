import type { EnvironmentValues } from "../../../config/schema/schema";
import type { AlarmRules } from "./alarm-rule";
import { mailMetrics } from "./metric";

/**
 * At these shares SES reviews an account, and may pause it at 10 % and 0.5 % ("Using reputation metrics to track bounce and
 * complaint rates", Amazon SES Developer Guide).
 */
const REVIEWED_BOUNCES = 0.05;
const REVIEWED_COMPLAINTS = 0.001;

/** SES publishes a rate when it changes, so that missing data says nothing about it. */
const A_RATE = { periods: 1, periodSeconds: 300, treatMissingData: "ignore" } as const;

/** For an environment that sends by SES. The rates are those of the account in the region, as SES reviews it. */
export function mailAlarms(mail: EnvironmentValues["mail"]): AlarmRules {
  if (mail?.kind !== "ses") return {};
  const { bounces, complaints } = mailMetrics();
  return {
    "mail-bounces": {
      description: `At least ${REVIEWED_BOUNCES * 100} % of the mail of this account and region bounced. SES pauses the account at 10 %.`,
      action:
        "Check what was sent: addresses are misspelt, bought, or old. Stop sending to them; the suppression list of SES has those that bounced: aws sesv2 list-suppressed-destinations.",
      metric: bounces,
      threshold: { atLeast: REVIEWED_BOUNCES },
      ...A_RATE,
    },
    "mail-complaints": {
      description: `At least ${REVIEWED_COMPLAINTS * 100} % of the mail of this account and region was marked as spam. SES pauses the account at 0.5 %.`,
      action:
        "Check which mail it was: send only what recipients asked for, and let them unsubscribe. The suppression list of SES has those who complained: aws sesv2 list-suppressed-destinations.",
      metric: complaints,
      threshold: { atLeast: REVIEWED_COMPLAINTS },
      ...A_RATE,
    },
  };
}
