/** A time in UTC to the second, as the options take it: `2026-11-27T09:30:00Z`. */
export const utc = (time: Date) => `${time.toISOString().slice(0, 19)}Z`;

/** ISO 8601 with a zone, which JavaScript otherwise takes to be that of this machine. */
const WITH_ZONE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** The time that a text names, to the second, as RDS restores it; undefined without a zone, and for a day that does not exist. */
export function timeWithZone(text: string): Date | undefined {
  const time = new Date(text);
  if (!WITH_ZONE.test(text) || Number.isNaN(time.getTime())) return undefined;
  // JavaScript takes 31 November to be 1 December.
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split("-").map(Number);
  const isDay = day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
  return isDay ? new Date(Math.floor(time.getTime() / 1_000) * 1_000) : undefined;
}
