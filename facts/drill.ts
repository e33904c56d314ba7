/** How `ops drill` records that a restore was tried. The metrics are in the namespace of the environment. */
export const DRILL = {
  /** How long the restore and the check of a successful drill took. */
  secondsMetric: "DrillSeconds",
  /** Days since the last successful drill. The workflow publishes it each day. */
  ageMetric: "DaysSinceDrill",
  /** From then on it is an alarm. */
  maximumDays: 40,
  /** The workflow tries a restore when the last one is older. */
  everyDays: 28,
  /** How long the workflow may wait for a restore. */
  sessionSeconds: 4 * 3_600,
} as const;
