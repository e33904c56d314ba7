import { namesOf } from "../../../facts/names";
import type { Call } from "../endpoint/protocols";
import type { Bundle, Ended } from "../endpoint/stage";
import { Stage } from "../endpoint/stage";
import { facts } from "./facts";

/** More calls than any run makes. */
const MOST_CALLS = 200;

/** Stages at once: most of a run is waiting for a process to start. */
const AT_ONCE = 2;

/** What breaks a run off: `kill -9`, after a call took effect and before its answer came; or a network that stays cut. */
type Blow = "killed" | "cut";

/** How a run that was broken off left everything, and what became of it. */
export interface BrokenOff {
  /** The call at which it was, e.g. `ecs:RunTask`. */
  readonly at: string;
  readonly ended: Ended;
  readonly left: ReturnType<typeof facts>;

  /** What `status` says three minutes later. */
  readonly status: Ended;

  /** The same command once more. */
  readonly again: Ended;
  readonly end: ReturnType<typeof facts>;
}

/** Whether a call leaves AWS as it was. */
const looks = ({ service, action }: Call) =>
  /^(sts:|unsigned:|\w+:(Get|List|Describe|BatchGet))/.test(`${service}:${action}`);

/** Breaks a command off at each of its calls in turn, on a fresh stage each time, until a run ends before that. */
export const atEveryCall = (bundle: Bundle, blow: Blow, args: string[]) =>
  atEvery(() => true, bundle, blow, args);

/** The same at those calls that change something, after other commands: what a kill leaves is the same until the next of them. */
export const atEveryChange = (bundle: Bundle, blow: Blow, args: string[], ...before: string[][]) =>
  atEvery((call) => !looks(call), bundle, blow, args, before);

async function atEvery(
  counts: (call: Call) => boolean,
  bundle: Bundle,
  blow: Blow,
  args: string[],
  before: string[][] = [],
): Promise<BrokenOff[]> {
  const broken: BrokenOff[] = [];
  for (let nth = 1; nth < MOST_CALLS; nth += AT_ONCE) {
    const some = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) =>
        brokenOffAt(counts, bundle, blow, nth + index, args, before),
      ),
    );
    broken.push(...some.filter((each) => each !== undefined));
    if (some.includes(undefined)) return broken;
  }
  throw new Error(`a run of ${args.join(" ")} makes ${MOST_CALLS} calls and more`);
}

async function brokenOffAt(
  counts: (call: Call) => boolean,
  bundle: Bundle,
  blow: Blow,
  nth: number,
  args: string[],
  before: string[][],
): Promise<BrokenOff | undefined> {
  const stage = await Stage.open(bundle);
  try {
    for (const each of before) await stage.ops(each);
    let calls = 0;
    let at: string | undefined;
    // A client that tries again for minutes comes to the same end.
    const run = stage.start(args, { AWS_MAX_ATTEMPTS: "1" });
    stage.aws.trouble = (call) => {
      if (at !== undefined) return blow === "cut" ? "cut" : undefined;
      if (isBeat(call) || !counts(call) || ++calls < nth) return undefined;
      at = `${call.service}:${call.action}`;
      if (blow === "cut") return "cut";
      run.kill("SIGKILL");
      return "lost";
    };
    const ended = await run.ended;
    stage.aws.trouble = () => undefined;
    if (at === undefined) return undefined;

    const left = facts(stage);
    threeMinutesLater(stage);
    const status = await stage.ops(["status", "production"]);
    const again = await stage.ops(args);
    return { at, ended, left, status, again, end: facts(stage) };
  } finally {
    await stage.close();
  }
}

/** The lock's sign of life comes with the time, and not with a step. */
const isBeat = ({ action, input }: Call) =>
  action === "PutObject" && /"beat":[1-9]\d*,"released":false/.test(String(input.Body));

/** As far as anything is measured by the clock of AWS: the lock's last sign of life. */
function threeMinutesLater({ world, environment }: Stage): void {
  const { settingsBucket, releaseLock } = namesOf(environment);
  const lock = world.objects.get(`${settingsBucket.name}/${releaseLock.key}`);
  if (lock) lock.modified = new Date(lock.modified.getTime() - 3 * 60_000);
}

/** What `status` says of it: whose release was broken off, as long as its lock is there. */
export const statusOf = ({ left, status: { code, stdout, stderr } }: BrokenOff) =>
  left.locked
    ? { code, names: /release: the \w+ of \S+ by \S+ was interrupted before it completed/.test(stderr) }
    : { code, names: !stdout.includes("No problems found.") };
