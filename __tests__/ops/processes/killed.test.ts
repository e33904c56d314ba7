import { NEW, OLD } from "../endpoint/account-of";
import { Bundle, Stage } from "../endpoint/stage";
import { facts } from "./facts";

jest.setTimeout(600_000);

/** Calls that leave AWS as it was. Between two of those a kill leaves what it leaves before the first. */
const LOOK = /:(Get|List|Describe|BatchGet|Filter)/;

/** More changes than any run makes. */
const MOST_CHANGES = 40;

/** Stages at once: most of a run is waiting for a process to start. */
const AT_ONCE = 2;

/**
 * Kills a run of a command at its nth change, after it took effect and before the answer came, which is the worst moment;
 * then runs the command again.
 *
 * @returns how the second run ended and what it left; nothing when the first made fewer changes
 */
async function killedAt(bundle: Bundle, nth: number, args: string[], before: string[][]) {
  const stage = await Stage.open(bundle);
  try {
    for (const each of before) await stage.ops(each);
    let changes = 0;
    let killedBy: string | undefined;
    const run = stage.start(args);
    stage.aws.trouble = ({ service, action, input }) => {
      // The lock's sign of life comes with the time, and not with a step.
      const beats = action === "PutObject" && changes > 0 && !String(input.Body).includes(`"released":true`);
      if (killedBy !== undefined || beats || LOOK.test(`${service}:${action}`) || ++changes !== nth)
        return undefined;
      killedBy = `${service}:${action}`;
      run.kill("SIGKILL");
      return "lost";
    };
    await run.ended;
    if (killedBy === undefined) return undefined;

    const { code, stderr } = await stage.ops(args);
    const { parameters, locked, newest, services } = facts(stage);
    // Each service runs the newest revision of its family: nothing is left for Terraform to change.
    const agree = services.every((revision) => newest.includes(revision));
    return { killedBy, end: { code, stderr: code === 0 ? "" : stderr, parameters, locked, agree } };
  } finally {
    await stage.close();
  }
}

/** Every change of a run in turn, until a run ends before it is killed. */
async function killedAtEveryChange(bundle: Bundle, args: string[], before: string[][] = []) {
  const killed: NonNullable<Awaited<ReturnType<typeof killedAt>>>[] = [];
  for (let nth = 1; nth < MOST_CHANGES; nth += AT_ONCE) {
    const some = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) => killedAt(bundle, nth + index, args, before)),
    );
    killed.push(...some.filter((each) => each !== undefined));
    if (some.includes(undefined)) break;
  }
  return killed;
}

describe("kill -9 after any change, and then the command once more,", () => {
  let bundle: Bundle;
  beforeAll(async () => {
    bundle = await Bundle.make();
  });
  afterAll(() => bundle.remove());

  it("ends in the same release for deploy", async () => {
    const killed = await killedAtEveryChange(bundle, ["deploy", "production", "--tag", NEW]);

    expect(killed.map(({ killedBy }) => killedBy)).toEqual([
      "s3:PutObject",
      "ecs:RegisterTaskDefinition",
      "ecs:RunTask",
      "ecs:RegisterTaskDefinition",
      "ecs:UpdateService",
      "ecs:RegisterTaskDefinition",
      "ecs:UpdateService",
      "ecr:PutImage",
      "ecr:PutImage",
      "ssm:PutParameter",
      "ssm:PutParameter",
      "s3:PutObject",
    ]);
    const well = { code: 0, stderr: "", parameters: [NEW, NEW], locked: false, agree: true };
    for (const { killedBy, end } of killed) expect({ killedBy, end }).toEqual({ killedBy, end: well });
  });

  it("ends in the same release for rollback", async () => {
    const killed = await killedAtEveryChange(
      bundle,
      ["rollback", "production", "--to", OLD],
      [["deploy", "production", "--tag", NEW]],
    );

    expect(killed.length).toBeGreaterThan(8);
    const well = { code: 0, stderr: "", parameters: [OLD, OLD], locked: false, agree: true };
    for (const { killedBy, end } of killed) expect({ killedBy, end }).toEqual({ killedBy, end: well });
  });
});
