import { attacksOn, textOf } from "./attacks";
import type { Attack } from "./attacks";
import type { SourcePattern } from "./source-patterns";
import { filesWithMadePatterns, sourcePatterns } from "./source-patterns";
import { timesOf } from "./stopwatch";

const KIB = 1_024;

/** A log event of CloudWatch has at most 256 KiB. */
const LONGEST = 256 * KIB;
const LIMIT_MILLISECONDS = 50;

/** On a busy machine a linear pattern may need longer; from 64 to 256 KiB it needs 4 times as long, a quadratic one 16 times. */
const PATIENCE = 6;
const LARGEST_RATIO = 8;

/**
 * All attacks are tried on short texts, in groups, and the slowest of the slowest groups on long ones. On a text of 1 KiB a
 * quadratic pattern already needs a hundred times as long as a linear one.
 */
const SHORT = KIB;
const GROUP = 16;
const SLOWEST = 3;
const TRIES = 3;

/** For a short text this is far from linear, so the other attacks need not be tried. */
const ENOUGH_MILLISECONDS = 20;

/** The slowest of our patterns needs a seventh of it for all its short texts. */
const TOO_LONG_FOR_SHORT_MILLISECONDS = 150;

/** The attack that shows that a pattern is not linear, and the time in milliseconds. */
function defeat(pattern: SourcePattern): { attack: Attack; milliseconds: number } | undefined {
  const attacks = attacksOn(pattern.source, pattern.flags);
  const groups = Array.from({ length: Math.ceil(attacks.length / GROUP) }, (_, index) =>
    attacks.slice(index * GROUP, (index + 1) * GROUP),
  );
  const ofSlowestGroups = slowestOf(pattern, groups).flatMap(({ group }) => group);
  const slowest = slowestOf(
    pattern,
    ofSlowestGroups.map((attack) => [attack]),
  );
  for (const { group, time } of slowest) {
    const attack = group[0]!;
    if (time === Infinity) return { attack, milliseconds: time };
    const milliseconds = fastest(pattern, attack, LONGEST);
    if (milliseconds <= LIMIT_MILLISECONDS) continue;
    if (milliseconds > LIMIT_MILLISECONDS * PATIENCE) return { attack, milliseconds };
    // The shortest of several times for both lengths, because other work on the machine disturbs these short ones most.
    const long = shortest(pattern, attack, LONGEST);
    if (long > LIMIT_MILLISECONDS && long / shortest(pattern, attack, LONGEST / 4) > LARGEST_RATIO)
      return { attack, milliseconds };
  }
  return undefined;
}

/** The groups of attacks that take the longest on short texts, up to the first that is far from linear. */
function slowestOf(pattern: SourcePattern, groups: readonly (readonly Attack[])[]) {
  const texts = groups.map((group) => group.map((attack) => textOf(attack, SHORT)));
  return timesOf(pattern, texts, ENOUGH_MILLISECONDS, TOO_LONG_FOR_SHORT_MILLISECONDS)
    .map((time, index) => ({ time, group: groups[index]! }))
    .sort((one, other) => other.time - one.time)
    .slice(0, SLOWEST);
}

/** The time for a text, tried again where it is too long. A text that takes far too long is tried once. */
function fastest(pattern: SourcePattern, attack: Attack, length: number): number {
  const text = textOf(attack, length);
  let best = Infinity;
  for (let tries = 0; tries < TRIES && best > LIMIT_MILLISECONDS; tries += 1) {
    const [time = Infinity] = timesOf(pattern, [[text]]);
    best = Math.min(best, time);
    if (time > LIMIT_MILLISECONDS * PATIENCE) break;
  }
  return best;
}

const shortest = (pattern: SourcePattern, attack: Attack, length: number): number =>
  Math.min(...timesOf(pattern, Array<string[]>(2 * TRIES).fill([textOf(attack, length)])));

const shortened = (text: string) => JSON.stringify(text).slice(1, 60);

describe("The test", () => {
  it.each([
    ["eyJ[\\w-]+\\.eyJ[\\w-]+\\.[\\w-]*", "gi"],
    ["(a+)+$", ""],
    ["\\s+$", ""],
    ["(?:a|a)*b", ""],
    ["^(\\w+\\s?)*$", ""],
    [".*=.*", "s"],
    ["\"[^']*'", ""],
    ["[\\w.-]+@", ""],
  ])("finds that %s is not linear", (source, flags) => {
    expect(defeat({ place: "", source, flags })).toBeDefined();
  });
});

describe("The regular expressions of the source", () => {
  it("need less than 50 ms for 256 KiB, whatever is in it", () => {
    const patterns = sourcePatterns();
    expect(patterns.length).toBeGreaterThan(250);

    const slow = patterns.flatMap((pattern) => {
      const defeated = defeat(pattern);
      if (!defeated) return [];
      const { attack, milliseconds } = defeated;
      return [
        `${pattern.place}: /${pattern.source}/${pattern.flags} on ${shortened(attack.before)} + ${shortened(attack.pump)}... + ${shortened(attack.after)}: ${Math.round(milliseconds)} ms`,
      ];
    });
    expect(slow).toEqual([]);
  }, 300_000);

  it("are made at run time only where the expression is ours, and the text is short or the expression simple", () => {
    expect([...new Set(filesWithMadePatterns())].sort()).toEqual(Object.keys(MADE_AT_RUN_TIME).sort());
  });
});

/** Why each is safe. */
const MADE_AT_RUN_TIME: Readonly<Record<string, string>> = {
  "config/checks/windows.ts": "anchored at both ends, and without repetition",
  "config/schema/fields.ts": "anchored at both ends, with one bounded repetition",
  "local/data-plane/rules.ts": "the patterns of our own listener rules, in the embedded AWS only",
  "local/hosts/log-events.ts":
    "the date format of our own log configuration, without repetition, in the embedded AWS only",
  "local/mirror.ts": "reads the names of files on this machine",
  "ops/commands/doctor/application/health-route.ts": "literal text",
  "ops/commands/doctor/application/horizon-workers.ts": "literal text and *, from the operator's own code",
  "ops/commands/doctor/application/image-php.ts": "reads the operator's own Dockerfile",
  "ops/commands/doctor/application/logging.ts": "reads the operator's own code",
  "ops/commands/doctor/application/php.ts": "reads the operator's own code",
  "ops/commands/doctor/application/workflow.ts": "reads the operator's own workflow",
  "ops/ecs/revision.ts": "literal text",
  "ops/release/snapshot.ts": "anchored at both ends, for names of at most 255 characters",
  "ops/review/secrets.ts": "alternatives of literal text",
  "policies/subjects/names.ts": "anchored at both ends, with one bounded repetition",
  "policies/subjects/text-references.ts":
    "reads our own stacks; each repetition is followed by a literal that it cannot match",
};
