import { NEW, OLD } from "../stage/account";
import { Template } from "../stage/template";
import type { BrokenOff } from "./broken-off";
import { killedAtEveryChange, statusOf, wasContinued } from "./broken-off";

jest.setTimeout(1_200_000);

describe("kill -9, and then the command once more,", () => {
  let template: Template;
  beforeAll(async () => {
    template = await Template.make();
  });
  afterAll(() => template.remove());

  /** The release is there, every service runs the newest revision of its family, and no lock is left. */
  function expectReleased(killed: readonly BrokenOff[], tag: string): void {
    for (const { at, continued } of killed.filter(wasContinued)) {
      const { again, end } = continued;
      const agree = end.services.every((revision) => end.newest.includes(revision));
      expect({ at, ...again, ...end, agree }).toMatchObject({
        at,
        code: 0,
        stderr: "",
        parameters: [tag, tag],
        locked: false,
        agree: true,
      });
    }
  }

  /** The problem is reported until a release continues. */
  function expectNamed(killed: readonly BrokenOff[]): void {
    for (const { at, left, continued } of killed.filter(wasContinued)) {
      const expected = left.locked ? { code: 1, names: true } : { code: 0, names: false };
      expect({ at, status: continued.status, ...statusOf(left, continued) }).toMatchObject({
        at,
        ...expected,
      });
    }
  }

  it("ends in the same release for a deploy killed at any change, and until then status says what happened", async () => {
    const killed = await killedAtEveryChange(template, ["deploy", "production", "--tag", NEW]);

    const changes = ["ecs:RunTask", "ecs:UpdateService", "ecr:PutImage", "ssm:PutParameter", "s3:PutObject"];
    expect(killed.map(({ at }) => at)).toEqual(expect.arrayContaining(changes));
    expect(killed.every(wasContinued)).toBe(true);
    expectReleased(killed, NEW);
    expectNamed(killed);
  });

  it("ends in the same release for a rollback killed at any change, and until then status says what happened", async () => {
    const deploy = ["deploy", "production", "--tag", NEW];
    const killed = await killedAtEveryChange(template, ["rollback", "production", "--to", OLD], deploy);

    expect(killed.length).toBeGreaterThan(8);
    expect(killed.every(wasContinued)).toBe(true);
    expectReleased(killed, OLD);
    expectNamed(killed);
  });
});
