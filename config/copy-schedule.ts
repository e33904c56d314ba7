import { COPIES } from "../facts/copies";

const DAY_MINUTES = 24 * 60;

/**
 * When AWS Backup begins each day, as its cron expression in UTC, e.g. `cron(0 19 * * ? *)`: at night, after the backup window.
 *
 * @param backupWindow of the database, e.g. `17:00-17:30`
 */
export function copySchedule(backupWindow: string): string {
  const [hours = 0, minutes = 0] = backupWindow.split(/[:-]/).map(Number);
  const at = (hours * 60 + minutes + COPIES.minutesAfterWindow) % DAY_MINUTES;
  return `cron(${at % 60} ${Math.floor(at / 60)} * * ? *)`;
}
