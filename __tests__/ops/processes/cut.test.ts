import { NEW } from "../stage/account";
import { Stage } from "../stage/stage";
import { Template } from "../stage/template";
import { cutAtEveryCall, statusOf, wasContinued } from "./broken-off";

jest.setTimeout(1_200_000);

describe("a network that is cut at any call", () => {
  let template: Template;
  beforeAll(async () => {
    template = await Template.make();
  });
  afterAll(() => template.remove());

  it("ends a deploy with the reason, status says what is left, and the command once more brings it to its end", async () => {
    const cut = await cutAtEveryCall(template, ["deploy", "production", "--tag", NEW]);

    expect(cut.length).toBeGreaterThan(40);
    for (const { at, ended } of cut) {
      // Without the lock's last word it is a release all the same.
      const released = ended.stdout.includes("production runs app");
      expect({ at, ...ended }).toMatchObject({
        at,
        code: released ? 0 : 1,
        stderr: expect.stringContaining("AWS cannot be reached") as string,
      });
    }

    const continued = cut.filter(wasContinued);
    expect(continued.length).toBeGreaterThan(10);
    for (const { at, left, continued: after } of continued) {
      const expected = left.locked ? { code: 1, names: true } : { code: 0, names: false };
      expect({ at, status: after.status, ...statusOf(left, after) }).toMatchObject({ at, ...expected });
      expect({ at, ...after.again, ...after.end }).toMatchObject({
        at,
        code: 0,
        stderr: "",
        parameters: [NEW, NEW],
        locked: false,
      });
    }
    // The others are left in the same state as one of these.
    const stateAfter = new Map(continued.map(({ changes, left }) => [changes.join(" "), left]));
    for (const { at, changes, left } of cut)
      expect({ at, left }).toEqual({ at, left: stateAfter.get(changes.join(" ")) });
  });

  it("is never taken by status for an environment that is well", async () => {
    const stage = await Stage.open(template);
    try {
      expect(await stage.ops(["status", "production"])).toMatchObject({ code: 0 });
      const calls = stage.aws.calls.length;
      for (let nth = 1; nth <= calls; nth += 1) {
        const earlier = stage.aws.calls.length;
        stage.aws.trouble = (_call, count) => (count - earlier >= nth ? "cut" : undefined);
        const { code, stdout, stderr } = await stage.ops(["status", "production"], { AWS_MAX_ATTEMPTS: "1" });
        expect({ nth, code, stdout, stderr }).toEqual({
          nth,
          code: 1,
          stdout: "",
          stderr: expect.stringContaining("AWS cannot be reached") as string,
        });
      }
    } finally {
      await stage.close();
    }
  });
});
