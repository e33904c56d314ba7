import { join } from "node:path";
import type { Call } from "../played/protocols";
import type { Ended } from "../stage/stage";
import { Stage } from "../stage/stage";
import type { Template } from "../stage/template";
import { facts } from "./facts";

/** More calls than any run makes. */
const MOST_CALLS = 200;

/** Stages at once: most of a run is waiting for a process to start. */
const AT_ONCE = 2;

/** What breaks a run off: `kill -9`, after a call took effect and before its answer came; or a network that stays cut. */
type Blow = "killed" | "cut";

/** For a process whose clock is ahead. */
const THREE_MINUTES_LATER = {
  NODE_OPTIONS: `--require ${join(__dirname, "../../helpers/clock.js")}`,
  CLOCK_DAYS: String(3 / (24 * 60)),
};

/** How a run that was broken off left everything, and what became of it. */
export interface BrokenOff {
  /** The call at which it was, e.g. `ecs:RunTask`. */
  readonly at: string;
  readonly ended: Ended;
  readonly left: Awaited<ReturnType<typeof facts>>;

  /** What `status` says three minutes later. */
  readonly status: Ended;

  /** The same command once more. */
  readonly again: Ended;
  readonly end: Awaited<ReturnType<typeof facts>>;
}

/** Whether a call leaves AWS as it was. */
const looks = ({ service, action }: Call) =>
  /^(sts:|unsigned:|\w+:(Get|List|Describe|BatchGet))/.test(`${service}:${action}`);

/** Breaks a command off at each of its calls in turn, on a fresh stage each time, until a run ends before that. */
export const atEveryCall = (template: Template, blow: Blow, args: string[]) =>
  atEvery(() => true, template, blow, args);

/** The same at those calls that change something, after other commands: what a kill leaves is the same until the next of them. */
export const atEveryChange = (template: Template, blow: Blow, args: string[], ...before: string[][]) =>
  atEvery((call) => !looks(call), template, blow, args, before);

async function atEvery(
  counts: (call: Call) => boolean,
  template: Template,
  blow: Blow,
  args: string[],
  before: string[][] = [],
): Promise<BrokenOff[]> {
  const broken: BrokenOff[] = [];
  for (let nth = 1; nth < MOST_CALLS; nth += AT_ONCE) {
    const some = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) =>
        brokenOffAt(counts, template, blow, nth + index, args, before),
      ),
    );
    broken.push(...some.filter((each) => each !== undefined));
    if (some.includes(undefined)) return broken;
  }
  throw new Error(`a run of ${args.join(" ")} makes ${MOST_CALLS} calls and more`);
}

async function brokenOffAt(
  counts: (call: Call) => boolean,
  template: Template,
  blow: Blow,
  nth: number,
  args: string[],
  before: string[][],
): Promise<BrokenOff | undefined> {
  const stage = await Stage.open(template);
  try {
    for (const each of before) await stage.ops(each);
    let calls = 0;
    let at: string | undefined;
    const seen = new Set<string>();
    // A client that tries again for minutes comes to the same end.
    const run = stage.start(args, { AWS_MAX_ATTEMPTS: "1" });
    stage.aws.trouble = (call) => {
      if (at !== undefined) return blow === "cut" ? "cut" : undefined;
      if (isBeat(call) || !counts(call) || isRepeated(call, seen) || ++calls < nth) return undefined;
      at = `${call.service}:${call.action}`;
      if (blow === "cut") return "cut";
      run.kill("SIGKILL");
      return "lost";
    };
    const ended = await run.ended;
    stage.aws.trouble = () => undefined;
    if (at === undefined) return undefined;

    const left = await facts(stage);
    const status = await stage.ops(["status", "production"], THREE_MINUTES_LATER);
    const again = await stage.ops(args);
    return { at, ended, left, status, again, end: await facts(stage) };
  } finally {
    await stage.close();
  }
}

/** How often a run looks until something has happened depends on the time, so the same look counts once after each change. */
function isRepeated(call: Call, seen: Set<string>): boolean {
  if (!looks(call)) seen.clear();
  const look = JSON.stringify([call.action, { ...call.input, nextToken: "" }]);
  const isKnown = seen.has(look);
  seen.add(look);
  return isKnown;
}

/** The lock's sign of life comes with the time, and not with a step. */
const isBeat = ({ action, input }: Call) =>
  action === "PutObject" && /"beat":[1-9]\d*,"released":false/.test(String(input.Body));

/** What `status` says of it: whose release was broken off, as long as its lock is there. */
export const statusOf = ({ left, status: { code, stdout, stderr } }: BrokenOff) =>
  left.locked
    ? { code, names: /release: the \w+ of \S+ by \S+ was interrupted before it completed/.test(stderr) }
    : { code, names: !stdout.includes("No problems found.") };
