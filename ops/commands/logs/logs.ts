import { workerGroupsOf } from "../../../config/worker-groups";
import { nearest } from "../../../facts/did-you-mean";
import type { Environment } from "../../../config/environment";
import { widest } from "../../cli/columns";
import { commandLine } from "../../cli/command-line";
import { momentBefore, periodSince } from "../../cli/duration";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { Refusal } from "../../cli/refusal";
import { secondary } from "../../cli/style";
import type { Text } from "../../cli/text";
import type { Event } from "./group";
import { eventsOf } from "./group";
import { merged } from "./merge";

/** Lines arrive at CloudWatch out of order, so each request overlaps the last one by this time. */
const LATE_MILLISECONDS = 30_000;
const SECONDS_BETWEEN_LOOKS = 2;

export interface LogsOptions {
  readonly json?: boolean;
  readonly follow?: boolean;
  readonly container?: string;
  readonly since: string;
}

/** Prints the log lines of all containers, or of one, ordered by time. */
export async function logs(operation: Operation, options: LogsOptions): Promise<Facts> {
  const { json = false, follow = false, container, since: given } = options;
  if (follow && json) {
    throw new Refusal(
      "--follow never ends, but --json prints one document at the end.\nFix: Use one of the two options.",
    );
  }
  const containers = containersOf(operation.environment, container);
  const since = momentBefore(new Date(), given);

  const lines: Event[] = [];
  let count = 0;
  const print = (event: Event) => {
    count += 1;
    if (json) lines.push(event);
    else operation.output.verbatim(asLine(event, containers));
  };
  const looked = () => {
    if (count === 0 && !json) operation.output.note(nothingSince(operation, options, since));
  };
  if (follow) await followed(operation, containers, since, { print, looked });
  else {
    for await (const event of look(operation, containers, since)) print(event);
    looked();
  }
  return json
    ? {
        since,
        lines: lines.map(({ container: name, task, at, text }) => ({ container: name, task, at, text })),
      }
    : {};
}

/** How far back an operator looks next. */
const FURTHER_BACK = ["3h", "3d", "30d"] as const;

/** That there are no lines, and where to look next. */
function nothingSince(
  { environment }: Operation,
  { container, follow, since: given }: LogsOptions,
  since: Date,
): Text {
  const none = `No log lines ${periodSince(given)}.`;
  if (follow) return `${none} Waiting for new ones. Ctrl-C ends it.`;
  const now = new Date();
  const further = FURTHER_BACK.find((period) => momentBefore(now, period) < since);
  if (further === undefined) return none;
  const options = `${container === undefined ? "" : `--container ${container} `}--since ${further}`;
  return `${none} Try --since ${further}:\n  ${commandLine(environment, "logs", options)}`;
}

/** The containers that have a log, or the requested one. */
function containersOf(environment: Environment, wanted: string | undefined): string[] {
  const known = [
    "app",
    "nginx",
    ...workerGroupsOf(environment).map(({ name }) => name),
    ...(environment.scheduler.runs === "none" ? [] : ["scheduler"]),
    "migrate",
  ];
  if (wanted === undefined) return known;
  if (known.includes(wanted)) return [wanted];
  const meant = nearest(wanted, known);
  throw new Refusal(
    `The container "${wanted}" does not exist.\nFix: ${meant ? `Did you mean ${meant}?` : `Use one of: ${known.join(", ")}.`}`,
  );
}

const look = (operation: Operation, containers: readonly string[], since: Date) =>
  merged(containers.map((container) => eventsOf(operation, container, since)));

/** Prints new lines until Ctrl-C. Requests overlap, and each line is printed once. `looked` is called after the first ones. */
async function followed(
  operation: Operation,
  containers: readonly string[],
  since: Date,
  { print, looked }: { print: (event: Event) => void; looked: () => void },
): Promise<void> {
  let from = since;
  let isFirst = true;
  let printed = new Map<string, number>();
  while (!operation.signal.aborted) {
    let newest = from.getTime();
    for await (const event of look(operation, containers, from)) {
      newest = Math.max(newest, event.at.getTime());
      if (printed.has(event.id)) continue;
      printed.set(event.id, event.at.getTime());
      print(event);
    }
    if (isFirst) looked();
    isFirst = false;
    from = new Date(Math.max(since.getTime(), newest - LATE_MILLISECONDS));
    printed = new Map([...printed].filter(([, at]) => at >= from.getTime()));
    await operation.pause(SECONDS_BETWEEN_LOOKS);
  }
}

/** `03:00:12 app 0123abcd production.ERROR: ...`; further lines, as of a stack trace, are indented, so that none looks like another event. */
function asLine({ container, task, at, text }: Event, containers: readonly string[]): Text {
  return [
    secondary(`${at.toISOString().slice(11, 19)} `),
    container.padEnd(widest(containers)),
    secondary(` ${task.slice(0, 8)}`),
    ` ${text.trimEnd().replaceAll("\n", "\n  ")}`,
  ];
}
