import { resolve } from "../change";

describe("the database", () => {
  it("has an application's user that is another one than migrations have", () => {
    expect(resolve({ "database.applicationUser": {} })).toBe("accepted");
    expect(resolve({ "database.applicationUser": { username: "root" } })).toContain(
      "test: database.applicationUser.username",
    );
    expect(resolve({ "database.username": "shop", "database.applicationUser": { username: "shop" } }))
      .toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: database.applicationUser.username
       got      "shop"
       allowed  another user than database.username, which keeps every right
       fix      Choose another name, or leave it out: application."
    `);
  });

  it.each(["db.t2.micro", "db.m4.large", "db.t3.nano", "db.t4g.mirco"])(
    "runs MySQL 8.4, unlike %s",
    (instanceClass) => {
      expect(resolve({ "database.instanceClass": instanceClass })).toContain(
        "Use db.t4g.micro, the cheapest",
      );
    },
  );

  it("does not shrink", () => {
    expect(resolve({ "database.storageGiB": 200 })).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: database.maximumStorageGiB
       got      100
       allowed  at least database.storageGiB, which is 200
       fix      Raise it to 200 (no growth) or more. A volume never shrinks."
    `);
  });

  it.each(["root", "admin", "rdsadmin", "mysql", "select", "a-b", "a".repeat(17)])(
    "has no user %s",
    (username) => {
      expect(resolve({ "database.username": username })).toContain("test: database.username");
    },
  );

  it.each(["mysql", "sys", "table", "information_schema"])("has no schema %s", (databaseName) => {
    expect(resolve({ "database.databaseName": databaseName })).toContain("test: database.databaseName");
  });
});
