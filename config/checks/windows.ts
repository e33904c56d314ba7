const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAY = 24 * 60;
const WEEK = 7 * DAY;

/** "Backup window" and "Amazon RDS maintenance window", Amazon RDS User Guide. */
const SHORTEST = 30;

/** Minutes of a period (a day, a week). A window may end in the next period. */
interface Window {
  readonly start: number;
  readonly length: number;
}

const TIME = "([01]\\d|2[0-3]):([0-5]\\d)";
const DAY_NAME = `(${DAYS.join("|")})`;
const BACKUP = new RegExp(`^${TIME}-${TIME}$`);
const MAINTENANCE = new RegExp(`^${DAY_NAME}:${TIME}-${DAY_NAME}:${TIME}$`);

export function parseBackupWindow(text: string): Window | undefined {
  const [match, ...numbers] = BACKUP.exec(text) ?? [];
  if (!match) return undefined;
  const [startHour = 0, startMinute = 0, endHour = 0, endMinute = 0] = numbers.map(Number);
  return between(startHour * 60 + startMinute, endHour * 60 + endMinute, DAY);
}

export function parseMaintenanceWindow(text: string): Window | undefined {
  const [match, startDay = "", startHour, startMinute, endDay = "", endHour, endMinute] =
    MAINTENANCE.exec(text) ?? [];
  if (!match) return undefined;
  const minuteOf = (day: string, hour?: string, minute?: string) =>
    DAYS.indexOf(day) * DAY + Number(hour) * 60 + Number(minute);
  return between(minuteOf(startDay, startHour, startMinute), minuteOf(endDay, endHour, endMinute), WEEK);
}

/** An end before the start is in the next period. */
function between(start: number, end: number, period: number): Window | undefined {
  const length = (end - start + period) % period;
  return length >= SHORTEST && length <= DAY ? { start, length } : undefined;
}

/** Whether a daily window overlaps with a weekly one. */
export function overlaps(daily: Window, weekly: Window): boolean {
  return DAYS.some((_, day) => {
    const start = day * DAY + daily.start;
    // On a circle two windows overlap if one of them begins within the other.
    return distance(weekly.start, start) < weekly.length || distance(start, weekly.start) < daily.length;
  });
}

const distance = (from: number, to: number) => (to - from + WEEK) % WEEK;
