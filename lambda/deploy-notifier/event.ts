import type { Read } from "./shape";
import { lastPart, number, text } from "./shape";
import { TASK } from "./task";
import { clean } from "./text";

/** The beginning of a text that anyone may have sent, for the log. */
const label = (value: unknown) => clean(text(value).slice(0, 200));

/** The fields that are read of EventBridge events. An event of one kind has some of them. */
export const EVENT = {
  id: label,
  account: text,
  source: label,

  /** Default: now. */
  time: (value: unknown) => Date.parse(text(value)) || Date.now(),
  "detail-type": label,
  resources: { 0: lastPart },
  detail: {
    ...TASK,

    // In deployment state changes and service actions.
    eventName: text,
    deploymentId: text,
    reason: text,
    createdAt: text,
    updatedAt: text,

    // In alarm state changes.
    alarmName: text,
    state: { value: text, reason: text, timestamp: text },
    configuration: { description: text },

    // In jobs of AWS Backup.
    backupJobId: text,
    copyJobId: text,
    resourceType: text,
    statusMessage: text,
    destinationBackupVaultArn: text,

    // In image scans.
    "repository-name": text,
    "image-digest": text,
    "image-tags": [text],
    "finding-severity-counts": { CRITICAL: number, HIGH: number },
  },
};

export type Event = Read<typeof EVENT>;
