import { mistakeIn, resolve } from "../change";

describe("the database", () => {
  it("has an application user other than the user of migrations", () => {
    expect(resolve({ "database.applicationUser": {} })).toBe("accepted");
    expect(resolve({ "database.applicationUser": { username: "root" } })).toContain(
      "test: database.applicationUser.username",
    );
    expect(mistakeIn({ "database.username": "shop", "database.applicationUser": { username: "shop" } }))
      .toMatchInlineSnapshot(`
     "database.applicationUser.username
       got      "shop"
       allowed  a user other than database.username, which has all privileges
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

  it("can grow by 10 % or more, or not at all", () => {
    const storage = (storageGiB: number, maximumStorageGiB: number) =>
      resolve({ "database.storageGiB": storageGiB, "database.maximumStorageGiB": maximumStorageGiB });

    expect(storage(200, 220)).toBe("accepted");
    expect(storage(200, 200)).toBe("accepted");
    expect(storage(200, 219)).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was done.

     test: database.maximumStorageGiB
       got      219
       allowed  220 or more, which is 10 % above database.storageGiB; or 200, for no growth
       fix      Set it to 220 or more, or to 200. RDS refuses the values in between, and a volume cannot shrink."
    `);
    expect(storage(25, 27)).toContain("28 or more");
    expect(storage(200, 100)).toContain("220 or more");
    expect(storage(65_000, 65_100)).toContain("allowed  65000, for no growth");
    expect(storage(200, 65_537)).toContain("to 65536");
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
