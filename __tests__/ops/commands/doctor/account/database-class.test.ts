import { inFourParts } from "../../../../../config/messages/problem";
import { databaseClass } from "../../../../../ops/commands/doctor/account/database-class";
import type { Orderable } from "./account-facts";
import { check } from "./fitting-account";

const offer = (changes: Partial<Orderable> = {}): Orderable => ({
  version: "8.4.6",
  storage: "gp3",
  zones: ["eu-west-1a"],
  standby: true,
  ...changes,
});

const look = async (changes: Readonly<Record<string, unknown>>, ...orderable: Orderable[]) => {
  const { result, seen, problems } = await check(databaseClass, changes, { orderable });
  return result === "passed" ? seen : problems.map(inFourParts).join("\n");
};

describe("the database's class", () => {
  it("is offered in one of the zones, or in two with a standby", async () => {
    expect(await look({}, offer())).toBe("db.t4g.micro with MySQL 8.4 and gp3 in eu-west-1a");
    expect(
      await look({ "database.multiAz": true }, offer({ zones: ["eu-west-1a", "eu-west-1b"] })),
    ).toContain("in eu-west-1a, eu-west-1b");
  });

  it("is offered with the exact patch where one is asked for", async () => {
    expect(await look({ "database.engineVersion": "8.4.6" }, offer())).toContain("MySQL 8.4.6");
  });

  it("is refused where RDS does not have it", async () => {
    expect(await look({})).toMatchInlineSnapshot(`
     "test: database.instanceClass
       got      "db.t4g.micro", which RDS does not offer for MySQL in eu-west-1
       allowed  a class that RDS offers in this region
       fix      List them: aws rds describe-orderable-db-instance-options --engine mysql --region eu-west-1 --query 'OrderableDBInstanceOptions[].DBInstanceClass'"
    `);
  });

  it("is refused without the version", async () => {
    expect(
      await look(
        { "database.engineVersion": "8.4.9" },
        offer(),
        offer({ version: "8.4.8" }),
        offer({ version: "8.0.43" }),
      ),
    ).toMatchInlineSnapshot(`
     "test: database.engineVersion
       got      "8.4.9", which RDS does not offer with db.t4g.micro in eu-west-1
       allowed  8.4.6, 8.4.8
       fix      Choose one of these, or another class."
    `);
  });

  it("is refused without the storage", async () => {
    expect(await look({}, offer({ storage: "gp2" }))).toMatchInlineSnapshot(`
     "test: database.instanceClass
       got      "db.t4g.micro", which RDS does not offer with MySQL 8.4 and gp3 storage in eu-west-1
       allowed  a class that RDS offers with gp3 storage
       fix      Choose a newer class, e.g. db.t4g.micro."
    `);
  });

  it("is refused in other zones", async () => {
    expect(await look({}, offer({ zones: ["eu-west-1c"] }))).toMatchInlineSnapshot(`
     "test: database.instanceClass, availabilityZones
       got      "db.t4g.micro" in eu-west-1a, eu-west-1b
       allowed  a zone where RDS offers the class: eu-west-1c
       fix      Choose other zones, or another class."
    `);
    expect(await look({ "database.multiAz": true }, offer())).toContain(
      "two zones where RDS offers the class: eu-west-1a",
    );
  });

  it("is refused for a standby that it cannot have", async () => {
    expect(
      await look(
        { "database.multiAz": true },
        offer({ zones: ["eu-west-1a", "eu-west-1b"], standby: false }),
      ),
    ).toContain("and a standby");
  });
});
