/** Copies of the database and the files in another region or account. AWS Backup takes a backup each day, and copies it. */
export const COPIES = {
  /** How long the backups are kept that are copied, in days. Each is the base of the next one, so that only changes are transferred. */
  sourceDays: 7,
  /** With fewer days a copy could expire before the next one that is based on it. */
  fewestDays: 7,
  /** Ten years. */
  mostDays: 3_650,
  /**
   * How long after the beginning of the database's backup window a backup begins. In the hour before that window and before the
   * maintenance window, and during them, it would fail ("AWS Backup metrics with Amazon CloudWatch", AWS Backup Developer Guide).
   */
  minutesAfterWindow: 120,
  /** The longest that AWS Backup tries to start, in minutes. */
  startMinutes: 480,
  /** Days without a copy, after which an alarm starts. */
  alarmDays: 2,
} as const;
