import type { Version } from "../facts/support-ends";
import { successorOf, SUPPORT_ENDS, supportEndOf } from "../facts/support-ends";

/** The day on which versions must have support, e.g. `2026-11-24`; SUPPORT_DAY sets another one. */
export const supportDay = () => process.env.SUPPORT_DAY ?? new Date().toISOString().slice(0, 10);

/** From how long before the end there is a warning. */
export const WARNING_DAYS = 180;

export const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** When the support of a version ends or ended, and what to do: never to take a version that has ended itself. */
export function withoutSupport(version: Version, words: string, today: string): string {
  const end = supportEndOf(version) ?? "";
  const successor = successorOf(version, today);
  const wayOn =
    successor === undefined
      ? `no newer version is in facts/support-ends.ts; see ${SUPPORT_ENDS[version.of].source}`
      : `move to ${successor}`;
  return `${words}, without support ${today > end ? "since" : "after"} ${end}: ${wayOn}`;
}
