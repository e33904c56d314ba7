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

/** The words for the letters of a duration. */
const WORDS: Readonly<Record<string, string>> = { s: "second", m: "minute", h: "hour", d: "day" };

/** The time since a moment that `momentBefore` parses: `in the last 15 minutes`, or `since 2026-11-24T03:00Z`. */
export function periodSince(text: string): string {
  if (!DURATION.test(text)) return `since ${text}`;
  const [number, word] = [Number(text.slice(0, -1)), WORDS[text.slice(-1)]];
  return `in the last ${number} ${word}${number === 1 ? "" : "s"}`;
}

/** The units of a duration, in seconds. */
const UNITS = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
] as const;

/** A duration in its two largest units: `40 s`, `4 min 10 s`, `2 h 5 min`, `3 d 4 h`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  const first = UNITS.findIndex(([, size]) => seconds >= size);
  const [unit, size] = UNITS[first] ?? ["s", 1];
  const [smaller, smallerSize] = UNITS[first + 1] ?? ["", 1];
  const rest = Math.floor((seconds % size) / smallerSize);
  return `${Math.floor(seconds / size)} ${unit}${rest > 0 && smaller !== "" ? ` ${rest} ${smaller}` : ""}`;
}

/** How long ago a moment was, for people: `40 s ago`, `3 min ago`, `2 h 5 min ago`, `3 d 4 h ago`. */
export function ago(now: Date, then: Date): string {
  const milliseconds = Math.max(0, now.getTime() - then.getTime());
  // Nothing that happened minutes ago is known to the second.
  const known = milliseconds < 60_000 ? milliseconds : Math.floor(milliseconds / 60_000) * 60_000;
  return `${duration(known)} ago`;
}
