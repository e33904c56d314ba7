import { Refusal } from "./refusal";

const UNITS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/**
 * Parses a moment in the past: a duration (`90s`, `15m`, `2h`, `3d`), or a date and time that JavaScript can parse
 * (`2026-11-24T03:00Z`).
 */
export function momentBefore(now: Date, text: string): Date {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (count !== undefined) {
    return new Date(now.getTime() - Number(count) * UNITS[unit as keyof typeof UNITS] * 1_000);
  }
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime()) || !/^\d{4}-/.test(text)) {
    throw new Refusal(
      `--since: "${text}" is not a duration or a date and time.\nFix: Write e.g. 15m, 2h, 3d or 2026-11-24T03:00Z.`,
    );
  }
  return moment;
}

/** The time between two moments, in its largest unit: `40 s`, `12 min`, `3 h`, `9 d`. */
export function ago(now: Date, then: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - then.getTime()) / 1_000));
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3_600) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}
