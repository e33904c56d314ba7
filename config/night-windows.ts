import { hoursAheadOfUtc } from "../facts/regions";
import type { NightWindows } from "./environment";

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const DAY = 24 * 60;
const LENGTH = 30;

/** Of ElastiCache, whose shortest windows are an hour ("Managing maintenance", Amazon ElastiCache User Guide). */
const CACHE_LENGTH = 60;

/** The default windows of a database: every night at 02:00, and on Sunday at 03:00, in the standard time of the region. */
export function nightWindows(region: string): NightWindows {
  const utc = (localMinute: number) => localMinute - hoursAheadOfUtc(region) * 60;
  const [backup, maintenance] = [utc(2 * 60), utc(3 * 60)];
  return {
    backupWindow: daily(backup, LENGTH),
    maintenanceWindow: weekly(maintenance, LENGTH),
  };
}

/** The windows of a cache: a snapshot every night at 01:00, and maintenance on Sunday at 03:00, in the standard time of the region. */
export function cacheWindows(region: string): { snapshotWindow: string; maintenanceWindow: string } {
  const utc = (localMinute: number) => localMinute - hoursAheadOfUtc(region) * 60;
  return {
    snapshotWindow: daily(utc(1 * 60), CACHE_LENGTH),
    maintenanceWindow: weekly(utc(3 * 60), CACHE_LENGTH),
  };
}

const daily = (minute: number, length: number) => `${time(minute)}-${time(minute + length)}`;
const weekly = (minute: number, length: number) =>
  `${day(minute)}:${time(minute)}-${day(minute + length)}:${time(minute + length)}`;

/** The minutes count from Sunday 00:00, and can be negative. */
const day = (minute: number) => DAYS.at(Math.floor(minute / DAY));

function time(minute: number): string {
  const ofDay = ((minute % DAY) + DAY) % DAY;
  return [Math.floor(ofDay / 60), ofDay % 60].map((part) => String(part).padStart(2, "0")).join(":");
}
