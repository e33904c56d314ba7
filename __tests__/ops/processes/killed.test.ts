import { NEW, OLD } from "../stage/account";
import { Template } from "../stage/template";
import type { BrokenOff } from "./broken-off";
import { atEveryCall, atEveryChange, statusOf } from "./broken-off";

jest.setTimeout(1_200_000);

describe("kill -9, and then the command once more,", () => {
  let template: Template;
  beforeAll(async () => {
    template = await Template.make();
  });
  afterAll(() => template.remove());

  /** The release is there, every service runs the newest revision of its family, and no lock is left. */
  function expectReleased(killed: readonly BrokenOff[], tag: string): void {
    for (const { at, again, end } of killed) {
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
    for (const each of killed) {
      const { at, left, status } = each;
      const expected = left.locked ? { code: 1, names: true } : { code: 0, names: false };
      expect({ at, status, ...statusOf(each) }).toMatchObject({ at, ...expected });
    }
  }

  it("ends in the same release for a deploy killed at any call, and until then status says what happened", async () => {
    const killed = await atEveryCall(template, "killed", ["deploy", "production", "--tag", NEW]);

    const changes = ["ecs:RunTask", "ecs:UpdateService", "ecr:PutImage", "ssm:PutParameter", "s3:PutObject"];
    expect(killed.map(({ at }) => at)).toEqual(expect.arrayContaining(changes));
    expectReleased(killed, NEW);
    expectNamed(killed);
  });

  it("ends in the same release for a rollback killed at any change, and until then status says what happened", async () => {
    const deploy = ["deploy", "production", "--tag", NEW];
    const killed = await atEveryChange(template, "killed", ["rollback", "production", "--to", OLD], deploy);

    expect(killed.length).toBeGreaterThan(8);
    expectReleased(killed, OLD);
    expectNamed(killed);
  });
});
