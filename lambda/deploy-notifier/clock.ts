import { SHORTEST_TRY_MS } from "./limits";

export { setTimeout as pause } from "node:timers/promises";

/** A signal that aborts after this time, but not before the shortest useful one. */
export const within = (milliseconds: number) =>
  AbortSignal.timeout(Math.max(SHORTEST_TRY_MS, Math.floor(milliseconds)));

/** A duration: 42 s, 3 min 20 s, 2 h 5 min. Empty if one end is not known. */
export const span = (from: number, to: number): string => {
  const seconds = Math.round(Math.max(0, to - from) / 1_000);
  const minutes = Math.floor(seconds / 60);
  if (seconds < 60) return `${seconds} s`;
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return minutes ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : "";
};
