import type { StopReason } from "../../facts/stop-reasons";
import { STOP_REASONS } from "../../facts/stop-reasons";

/** The most likely causes, each with its fix. The first match counts. */
const HINTS: readonly (readonly [StopReason, string])[] = [
  [STOP_REASONS.noMemory, "Stop other tasks, or use a larger hosts.instanceType."],
  [STOP_REASONS.noCpuOrPort, "Stop other tasks, or raise hosts.minimum."],
  [STOP_REASONS.outOfMemory, "Raise memoryMiB, or find what uses the memory."],
  [STOP_REASONS.imageNotPulled, "Check that this tag was pushed."],
  [STOP_REASONS.keyUnusable, "Cancel its deletion, and enable it."],
  [STOP_REASONS.secretsUnreadable, "Check that the parameters exist."],
  [STOP_REASONS.settingsUnreadable, "Deploy the service stack, which writes it."],
  [STOP_REASONS.notInitialized, "Check that the parameters and the settings file exist."],
  [STOP_REASONS.unhealthy, "Read the log."],
  [STOP_REASONS.commandNotExecuted, "Check the command and the image."],
  [STOP_REASONS.noHost, "Check that a host has joined the cluster."],
];

/** The cause and the fix for a reason of ECS; undefined for an unknown reason. */
export const hintFor = (reason: string): string | undefined =>
  HINTS.filter(([{ pattern }]) => pattern.test(reason)).map(([{ why }, fix]) => `${why} Fix: ${fix}`)[0];
