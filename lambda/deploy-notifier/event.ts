import type { Read } from "./shape";
import { lastPart, number, text } from "./shape";
import { TASK } from "./task";
import { clean } from "./text";

/** As much of what anybody may have sent as tells what it was. */
const label = (value: unknown) => clean(text(value).slice(0, 200));

/** What is read of an event of EventBridge, of whatever kind: each fills a part. */
export const EVENT = {
  id: label,
  account: text,
  source: label,

  /** One without a time is of now. */
  time: (value: unknown) => Date.parse(text(value)) || Date.now(),
  "detail-type": label,
  resources: { 0: lastPart },
  detail: {
    ...TASK,

    // Of deployments and actions of a service.
    eventName: text,
    deploymentId: text,
    reason: text,
    createdAt: text,
    updatedAt: text,

    // Of alarms.
    alarmName: text,
    state: { value: text, reason: text, timestamp: text },
    configuration: { description: text },

    // Of image scans.
    "repository-name": text,
    "image-digest": text,
    "image-tags": [text],
    "finding-severity-counts": { CRITICAL: number, HIGH: number },
  },
};

export type Event = Read<typeof EVENT>;
