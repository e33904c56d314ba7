import { copySchedule } from "../../../config/copy-schedule";
import { resolve } from "../change";

describe("copies", () => {
  it("are in another region, for a week or longer", () => {
    expect(resolve({ "database.copies": { region: "eu-central-1" } })).toBe("accepted");
    expect(resolve({ "database.copies": { region: "eu-central-1", days: 7 } })).toBe("accepted");
  });

  it("are not in the region of the environment, where they would be lost with it", () => {
    expect(resolve({ "database.copies": { region: "eu-west-1" } })).toMatchInlineSnapshot(`
      "1 mistake in environments/; nothing was done.

      test: database.copies.region
        got      "eu-west-1", the region of the environment
        allowed  another region of AWS, written as AWS does
        fix      Write "eu-west-2", or leave copies out."
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
