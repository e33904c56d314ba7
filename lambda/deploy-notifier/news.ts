import type { Event } from "./event";
import type { Key } from "./memory";

/** What an event reports. */
export interface News {
  /** Equal in two events that report the same thing under different ids. */
  readonly same: Key;

  /** Equal in all events of a trouble that repeats until it is fixed. */
  readonly trouble?: Key;

  /** The deployment that starts here. Not posted once the deployment is known to have ended. */
  readonly begins?: Key;

  /** The deployment that has ended. */
  readonly ends?: Key;

  /** Pages of the AWS console, by their names. */
  readonly links: Readonly<Record<string, string>>;

  /** The words of the message. They may need details from AWS that the event does not contain. */
  readonly words: (attempt: Attempt) => Words | Promise<Words>;
}

export type Words = readonly [
  icon: string,
  title: string,
  reason?: string | undefined,
  facts?: Facts | undefined,
  log?: Log | undefined,
];

/** By their names. A fact that is empty, 0 or not known is not shown. */
type Facts = Readonly<Record<string, string | number | undefined>>;

/** The end of the log of the container that failed, or of the application's container if none did. */
export interface Log {
  readonly link: { readonly Log: string };
  readonly events: readonly { readonly message: string }[] | undefined;
}

/** Reads a detail from AWS. Undefined if AWS does not provide it: the message is posted without it. */
export type Attempt = <T>(question: (signal: AbortSignal) => Promise<T>) => Promise<T | undefined>;

/** Reads the news from an event of one kind. Undefined if there is nothing to report. */
export type Kind = (event: Event) => News | undefined;
