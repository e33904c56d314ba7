import { copySchedule } from "../../../config/copy-schedule";
import { mistakeIn, resolve } from "../change";

describe("copies", () => {
  it("are in another region, for a week or longer", () => {
    expect(resolve({ "database.copies": { region: "eu-central-1" } })).toBe("accepted");
    expect(resolve({ "database.copies": { region: "eu-central-1", days: 7 } })).toBe("accepted");
  });

  it("are not in the region of the environment, where they would be lost with it", () => {
    expect(mistakeIn({ "database.copies": { region: "eu-west-1" } })).toMatchInlineSnapshot(`
      "database.copies.region
        got      "eu-west-1", the region of the environment
        allowed  another region of AWS, written as AWS does
        fix      Write "eu-west-2", name another account, or leave copies out."
    `);
  });

  it("are in the region of the environment only in another account", () => {
    const account = "999988887777";
    expect(resolve({ "database.copies": { region: "eu-west-1", account } })).toBe("accepted");
    expect(resolve({ "database.copies": { region: "eu-central-1", account } })).toBe("accepted");
    expect(resolve({ "database.copies": { region: "eu-central-1", account: "111122223333" } }))
      .toMatchInlineSnapshot(`
      "1 mistake in environments/; nothing was done.

      test: database.copies.account
        got      "111122223333", the account of the environment
        allowed  another account of the same organization
        fix      Leave it out: the vault of the copies is then created in this account."
    `);
    expect(resolve({ "database.copies": { region: "eu-central-1", account: "9999-8888-7777" } }))
      .toMatchInlineSnapshot(`
      "1 mistake in environments/; nothing was done.

      test: database.copies.account
        got      "9999-8888-7777"
        allowed  the 12 digits of an AWS account
        fix      Change it. Another account of the same organization, which keeps the copies if this one is taken over. The vault with the name of the environment is created there first (docs/recover.md). Default: this account, with a vault of the base stack."
    `);
  });

  it("are in a region of AWS, and each mistake is reported", () => {
    expect(resolve({ "database.copies": { region: "frankfurt", days: 6 } })).toMatchInlineSnapshot(`
      "2 mistakes in environments/; nothing was done.

      test: database.copies.days
        got      6
        allowed  a whole number from 7 to 3650
        fix      Write 7 or more. How long each copy is kept.

      test: database.copies.region
        got      "frankfurt"
        allowed  another region of AWS, written as AWS does
        fix      Write "eu-west-2", or the name of another region, or leave copies out."
    `);
  });
});

describe("the time of a copy", () => {
  it.each([
    ["17:00-17:30", "cron(0 19 * * ? *)"],
    ["22:45-23:15", "cron(45 0 * * ? *)"],
  ])("is two hours after the backup window begins, also after midnight: %s", (window, expected) => {
    expect(copySchedule(window)).toBe(expected);
  });
});
