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

/** How a run that was broken off left everything. */
export interface BrokenOff {
  /** The call at which it was, e.g. `ecs:RunTask`. */
  readonly at: string;

  /** The calls that had changed something. What happens next depends on them alone. */
  readonly changes: readonly string[];
  readonly ended: Ended;
  readonly left: Awaited<ReturnType<typeof facts>>;

  /** Undefined where another run left the same changes, and was continued. */
  readonly continued: Continued | undefined;
}

/** What became of a run that was broken off. */
export interface Continued {
  /** What `status` says three minutes later. */
  readonly status: Ended;

  /** The same command once more. */
  readonly again: Ended;
  readonly end: Awaited<ReturnType<typeof facts>>;
}

export const wasContinued = (each: BrokenOff): each is BrokenOff & { readonly continued: Continued } =>
  each.continued !== undefined;

/** A command to be broken off, and those that come before it. */
interface Commands {
  readonly args: string[];
  readonly before?: readonly string[][];
}

/** Whether a call leaves AWS as it was. */
const looks = ({ service, action }: Call) =>
  /^(sts:|unsigned:|\w+:(Get|List|Describe|BatchGet))/.test(`${service}:${action}`);

/**
 * Cuts the network at each call of a command in turn, on a fresh stage each time, until a run ends before that. The command
 * notices, so each call is another case for it. Without a network it changes nothing any more: what AWS is left with is the same
 * at all calls between two changes, which the caller verifies, and only the first of them is continued.
 */
export const cutAtEveryCall = (template: Template, args: string[]) =>
  breakOff(template, "cut", { args }, (call, _isFirst, seen) => !isRepeated(call, seen));

/**
 * Kills a command at its first call, and at each that changes something. Nothing of the process is left, so a kill at any other
 * call is the same as one at the last change before it.
 */
export const killedAtEveryChange = (template: Template, args: string[], ...before: string[][]) =>
  breakOff(template, "killed", { args, before }, (call, isFirst) => isFirst || !looks(call));

type Counts = (call: Call, isFirst: boolean, seen: Set<string>) => boolean;

async function breakOff(
  template: Template,
  blow: Blow,
  commands: Commands,
  counts: Counts,
): Promise<BrokenOff[]> {
  const broken: BrokenOff[] = [];
  const known = new Set<string>();
  for (let nth = 1; nth < MOST_CALLS; nth += AT_ONCE) {
    const some = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) =>
        brokenOffAt(nth + index, template, blow, commands, counts, known),
      ),
    );
    broken.push(...some.filter((each) => each !== undefined));
    if (some.includes(undefined)) return broken;
  }
  throw new Error(`a run of ${commands.args.join(" ")} makes ${MOST_CALLS} calls and more`);
}

async function brokenOffAt(
  nth: number,
  template: Template,
  blow: Blow,
  { args, before = [] }: Commands,
  counts: Counts,
  known: Set<string>,
): Promise<BrokenOff | undefined> {
  const stage = await Stage.open(template);
  try {
    for (const each of before) await stage.ops(each);
    const changes: string[] = [];
    const seen = new Set<string>();
    const earlier = stage.aws.calls.length;
    let calls = 0;
    let at: string | undefined;
    // A client that tries again for minutes comes to the same end.
    const run = stage.start(args, { AWS_MAX_ATTEMPTS: "1" });
    stage.aws.trouble = (call, count) => {
      if (at !== undefined) return blow === "cut" ? "cut" : undefined;
      if (isBeat(call)) return undefined;
      const name = `${call.service}:${call.action}`;
      const isReached = counts(call, count === earlier + 1, seen) && ++calls === nth;
      if (isReached) at = name;
      if (!looks(call) && !(isReached && blow === "cut")) changes.push(name);
      if (!isReached || blow === "cut") return isReached ? "cut" : undefined;
      run.kill("SIGKILL");
      return "lost";
    };
    const ended = await run.ended;
    stage.aws.trouble = () => undefined;
    if (at === undefined) return undefined;

    const left = await facts(stage);
    const isKnown = known.has(changes.join(" "));
    known.add(changes.join(" "));
    const continued = isKnown ? undefined : await continueWith(args, stage);
    return { at, changes, ended, left, continued };
  } finally {
    await stage.close();
  }
}

async function continueWith(args: string[], stage: Stage): Promise<Continued> {
  const status = await stage.ops(["status", "production"], THREE_MINUTES_LATER);
  const again = await stage.ops(args);
  return { status, again, end: await facts(stage) };
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
export const statusOf = (left: BrokenOff["left"], { status: { code, stdout, stderr } }: Continued) =>
  left.locked
    ? { code, names: /release: the \w+ of \S+ by \S+ was interrupted before it completed/.test(stderr) }
    : { code, names: !stdout.includes("No problems found.") };
