import ms from "ms";
import type { StringValue } from "ms";
import { Refusal } from "./refusal";

const DURATION = /^\d+[smhd]$/;

/**
 * Parses a moment in the past: a duration (`90s`, `15m`, `2h`, `3d`), or a date and time that JavaScript can parse
 * (`2026-11-24T03:00Z`).
 */
export function momentBefore(now: Date, text: string): Date {
  if (DURATION.test(text)) return new Date(now.getTime() - ms(text as StringValue));
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
