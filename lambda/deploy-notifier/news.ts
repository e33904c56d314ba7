import type { Event } from "./event";
import type { Log } from "./evidence";
import { alarm } from "./kinds/alarm";
import { deployment } from "./kinds/deployment";
import { imageScan } from "./kinds/image-scan";
import { serviceAction } from "./kinds/service-action";
import { taskChange } from "./kinds/task-change";
import type { Key } from "./memory";

/** What an event tells, as far as there are words for it. */
export interface News {
  /** What two events have in common that tell of the same thing, although their ids differ. */
  readonly same: Key;

  /** What happens again and again while nobody mends it has this in common. */
  readonly trouble?: Key;

  /** A deployment that begins: old news, once it is known to be over. */
  readonly begins?: Key;

  /** A deployment that does not begin any more. */
  readonly ends?: Key;

  /** Pages of the AWS console, by their names. */
  readonly links: Readonly<Record<string, string>>;

  /** The words for it, once AWS was asked for what no event says. */
  readonly words: (attempt: Attempt) => Words | Promise<Words>;
}

export type Words = readonly [
  icon: string,
  title: string,
  reason?: string | undefined,
  facts?: Facts | undefined,
  log?: Log | undefined,
];

/** Asks a question whose answer the message can do without. */
export type Attempt = <T>(question: (signal: AbortSignal) => Promise<T>) => Promise<T | undefined>;

/** By their names. One that is empty, 0 or not known is not shown. */
type Facts = Readonly<Record<string, string | number | undefined>>;

/** Finds the news in an event of one kind, if there is any. */
export type Kind = (event: Event) => News | undefined;

const KINDS: Partial<Record<string, Kind>> = {
  // What every object has otherwise, e.g. "constructor", is no word of AWS.
  __proto__: null as never,
  "ECS Deployment State Change": deployment,
  "ECS Service Action": serviceAction,
  "ECS Task State Change": taskChange,
  "CloudWatch Alarm State Change": alarm,
  "ECR Image Scan": imageScan,
};

export const newsOf = (event: Event): News | undefined => KINDS[event["detail-type"]]?.(event);
