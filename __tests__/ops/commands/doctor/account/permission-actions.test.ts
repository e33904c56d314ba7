import { permissionActions } from "../../../../../ops/commands/doctor/account/permission-actions";
import { check } from "./fitting-account";

const actions = (...names: string[]) => ({
  permissions: [{ actions: names, resources: ["arn:aws:ses:eu-west-1:111122223333:identity/shop.example"] }],
});

describe("the actions of permissions", () => {
  it("exist, in any case of their letters", async () => {
    expect(await check(permissionActions, actions("ses:SendEmail", "ses:sendrawemail"))).toMatchObject({
      result: "passed",
      seen: "ses:SendEmail, ses:sendrawemail",
    });
    expect(await check(permissionActions, {})).toMatchObject({ result: "passed", seen: "none" });
  });

  it("are refused with a typing mistake, which IAM would accept", async () => {
    const { problems } = await check(permissionActions, actions("ses:SendEmial"));
    expect(problems).toEqual([
      expect.objectContaining({
        path: "permissions[0].actions[0]",
        got: '"ses:SendEmial"',
        fix: "Did you mean ses:SendEmail?",
      }),
    ]);
  });

  it.each(["ses:TransmitByPigeon", "pigeon:Transmit"])(
    "are advice if they may be new: %s",
    async (action) => {
      expect(await check(permissionActions, actions(action))).toMatchObject({
        problems: [],
        advice: [expect.stringContaining(`permissions[0].actions[0] is ${action}, which is not in`)],
      });
    },
  );
});
