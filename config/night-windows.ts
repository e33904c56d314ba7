import { hoursAheadOfUtc } from "../facts/regions";
import type { NightWindows } from "./environment";

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const DAY = 24 * 60;
const LENGTH = 30;

/** The default windows of a database: every night at 02:00, and on Sunday at 03:00, in the standard time of the region. */
export function nightWindows(region: string): NightWindows {
  const utc = (localMinute: number) => localMinute - hoursAheadOfUtc(region) * 60;
  const [backup, maintenance] = [utc(2 * 60), utc(3 * 60)];
  return {
    backupWindow: `${time(backup)}-${time(backup + LENGTH)}`,
    maintenanceWindow: `${day(maintenance)}:${time(maintenance)}-${day(maintenance + LENGTH)}:${time(maintenance + LENGTH)}`,
  };
}

/** The minutes count from Sunday 00:00, and can be negative. */
const day = (minute: number) => DAYS.at(Math.floor(minute / DAY));

function time(minute: number): string {
  const ofDay = ((minute % DAY) + DAY) % DAY;
  return [Math.floor(ofDay / 60), ofDay % 60].map((part) => String(part).padStart(2, "0")).join(":");
}
