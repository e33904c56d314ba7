import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Environment } from "../../../../config/environment";
import { Operation } from "../../../../ops/cli/operation";
import { cloneInto } from "../../../../ops/commands/transfer/clone";
import { dump } from "../../../../ops/commands/transfer/dump";
import type { ImportOptions } from "../../../../ops/commands/transfer/import";
import { importDump } from "../../../../ops/commands/transfer/import";
import { AwsError } from "../../played/protocols";
import type { StageOptions } from "./stage";
import { PASSWORD, stage } from "./stage";

const FILE = "shop.sql.gz";
const HEADER = "-- laravel-ecs dump of shop-test, version 8.4.6, 4000000 bytes, all tables\n";

async function dumped(to = FILE, options: StageOptions & { tables?: string[] } = {}) {
  const it = await stage(options);
  const place = to.startsWith("s3:") ? to : join(it.folder, to);
  const ended = await it.run((operation) =>
    dump(operation, { to: place, ...(options.tables && { tables: options.tables }) }),
  );
  return { ...it, ended, place };
}

async function imported(text: string, options: Partial<ImportOptions> = {}, stageOptions: StageOptions = {}) {
  const it = await stage(stageOptions);
  const from = join(it.folder, "given.sql");
  writeFileSync(from, text);
  const ended = await it.run((operation) => importDump(operation, { from, yes: "test", ...options }));
  const sql = it.read("sql");
  await it.close();
  return { ...ended, sql };
}

describe("ops database dump", () => {
  it("writes a compressed file that only this user reads, with a header", async () => {
    const { ended, place, read, folder, close } = await dumped();
    expect([ended.exitCode, ended.warned]).toEqual([0, ""]);
    expect(gunzipSync(readFileSync(place)).toString()).toBe(`${HEADER}CREATE TABLE items (id INT);\n`);
    expect((statSync(place).mode & 0o777).toString(8)).toBe("600");
    expect(readdirSync(folder).filter((file) => file.endsWith(".partial"))).toEqual([]);
    expect(ended.said.replaceAll(folder, "").replace(/\d+ s/, "<time>")).toMatchInlineSnapshot(`
      "Opening a tunnel to shop-test.rds.example.
      Dumping shop-test into /shop.sql.gz.
      shop-test is dumped into /shop.sql.gz: all tables, in <time>.
      It has the rows of your customers: keep it as carefully as the database.
      Next: load it into another environment, which replaces the tables there:
        npm run ops -- database import <environment> --from /shop.sql.gz
      "
    `);
    expect(read("noted")).toContain("--single-transaction --quick --hex-blob --set-gtid-purged=OFF");
    await close();
  });

  it("gives the password to the programs in a file that is gone afterwards, and shows it nowhere", async () => {
    const { ended, read, close } = await dumped();
    const options = read("options");
    expect(options).toContain(`[client]\nuser=laravel\npassword="${PASSWORD}"\n600 /`);
    const files = [...options.matchAll(/^600 (.+)$/gm)].map(([, file = ""]) => file);
    expect(files.length).toBeGreaterThan(1);
    expect(files.filter((file) => existsSync(file))).toEqual([]);
    expect(read("noted") + ended.said + ended.warned + JSON.stringify(ended.facts)).not.toContain(PASSWORD);
    await close();
  });

  it("does not let the login file of the user replace that password", async () => {
    const home = mkdtempSync(join(tmpdir(), "home-"));
    writeFileSync(join(home, ".mylogin.cnf"), "");
    const { HOME } = process.env;
    process.env.HOME = home;
    const { ended, read, close } = await dumped();
    const options = read("options");
    await close();
    process.env.HOME = HOME;
    rmSync(home, { recursive: true });

    expect(ended.exitCode).toBe(0);
    expect(options).toContain(PASSWORD);
    expect(options).not.toContain("login file");
  });

  it("writes some tables, into S3 by the AWS CLI", async () => {
    const { ended, folder, read, close } = await dumped("s3://backups/shop.sql.gz", { tables: ["items"] });
    expect(ended.exitCode).toBe(0);
    expect(gunzipSync(readFileSync(join(folder, "uploaded"))).toString()).toContain("bytes, some tables\n");
    expect(read("noted")).toContain(
      "aws s3 cp - s3://backups/shop.sql.gz --region eu-west-1 --expected-size 2000000",
    );
    expect(read("noted")).toMatch(/^mysqldump .* laravel items$/m);
    await close();
  });

  it("leaves no file when the dump fails", async () => {
    const { ended, folder, close } = await dumped(FILE, { fails: true });
    expect(ended.exitCode).toBe(1);
    expect(ended.warned).toContain("mysqldump ended with 2: Lost connection");
    expect(readdirSync(folder).filter((file) => file.startsWith(FILE))).toEqual([]);
    await close();
  });

  it("refuses to replace an object in S3, before it opens a tunnel", async () => {
    const { ended, read, close } = await dumped("s3://backups/shop.sql.gz", { objects: ["shop.sql.gz"] });
    await close();
    expect([ended.exitCode, read("noted")]).toEqual([2, ""]);
    expect(ended.warned).toBe(
      "s3://backups/shop.sql.gz exists. Nothing was written.\n" +
        "Fix: Give another key, or delete the object: aws s3 rm s3://backups/shop.sql.gz --region eu-west-1\n",
    );
  });

  it("refuses a bucket that another account has, unless that account is named", async () => {
    const it = await stage();
    const asked: unknown[] = [];
    it.endpoint.trouble = ({ action, input }) => {
      if (action !== "HeadObject") return undefined;
      asked.push(input.ExpectedBucketOwner);
      return input.ExpectedBucketOwner === "999988887777" ? undefined : new AwsError("Forbidden", "", 403);
    };
    const to = "s3://backups/shop.sql.gz";
    const { exitCode, warned } = await it.run((operation) => dump(operation, { to }));
    const named = await it.run((operation) => dump(operation, { to, bucketOwner: "999988887777" }));
    await it.close();

    expect([exitCode, named.exitCode]).toEqual([2, 0]);
    expect(warned).toBe(
      "--to: S3 denies a look at s3://backups/shop.sql.gz. Either account 111122223333 does not have the bucket, or these credentials " +
        "lack s3:GetObject or s3:ListBucket for it. Nothing was written.\n" +
        "Fix: Correct the name, or allow both. If the bucket is in another account on purpose, add --bucket-owner <account id>.\n",
    );
  });

  it("refuses to overwrite a file, and a place that is neither a file nor in S3", async () => {
    const it = await stage();
    const file = join(it.folder, FILE);
    writeFileSync(file, "");
    expect((await it.run((operation) => dump(operation, { to: file }))).warned).toContain(
      "exists. Nothing was written.",
    );
    expect((await it.run((operation) => dump(operation, { to: "gs://backups/x" }))).warned).toContain(
      '--to: "gs://backups/x" is neither a file nor s3://<bucket>/<key>.',
    );
    await it.close();
  });

  it("refuses without the programs of MySQL or MariaDB, before any request", async () => {
    const { ended, close } = await dumped(FILE, { installed: ["aws", "session-manager-plugin"] });
    expect(ended.exitCode).toBe(2);
    expect(ended.warned).toContain("Neither mysql and mysqldump nor mariadb and mariadb-dump are installed");
    await close();
  });
});

describe("ops database import", () => {
  it("loads into a database beside it, and exchanges all tables in one statement", async () => {
    const { exitCode, warned, said, sql } = await imported(`${HEADER}CREATE TABLE items (id INT);\n`);
    expect([exitCode, warned]).toEqual([0, ""]);
    expect(sql).toContain(
      "RENAME TABLE `laravel`.`items` TO `laravel_replaced`.`items`, `laravel_import`.`items` TO `laravel`.`items`;",
    );
    expect(sql.trimEnd()).toMatch(
      /DROP DATABASE IF EXISTS `laravel_import`; DROP DATABASE IF EXISTS `laravel_replaced`; DROP USER IF EXISTS 'ops_database_import'@'%';$/,
    );
    expect(said.replace(/\/\S+given/g, "given").replace(/\d+ s/, "<time>")).toMatchInlineSnapshot(`
      "Opening a tunnel to shop-test.rds.example.
      Loading given.sql beside the tables of shop-test.
      shop-test has 1 tables of given.sql, after <time>. They were exchanged in one step.
      Next: if the code there is newer than the data, migrate:
        npm run ops -- run test -- artisan migrate --force
      "
    `);
  });

  it("changes the rows by a script before the exchange", async () => {
    const it = await stage();
    const [from, script] = [join(it.folder, "given.sql"), join(it.folder, "script.sql")];
    writeFileSync(from, `${HEADER}CREATE TABLE items (id INT);\n`);
    writeFileSync(script, "UPDATE users SET email = id;");
    const { exitCode } = await it.run((operation) =>
      importDump(operation, { from, yes: "test", anonymize: script }),
    );
    const sql = it.read("sql");
    await it.close();
    expect(exitCode).toBe(0);
    expect(sql.indexOf("UPDATE users")).toBeGreaterThan(0);
    expect(sql.indexOf("UPDATE users")).toBeLessThan(sql.indexOf("RENAME TABLE"));
  });

  it.each<[string, string, Partial<ImportOptions>, StageOptions, string]>([
    [
      "another name than the environment's",
      HEADER,
      { yes: "production" },
      {},
      '"production" is not "test". Nothing was changed.',
    ],
    [
      "newer data",
      HEADER.replace("8.4.6", "9.1.0"),
      {},
      {},
      "has the older version 8.4.6. Nothing was changed.",
    ],
    [
      "too little space",
      HEADER,
      {},
      { freeBytes: 4_000_000 },
      "for a second copy of the data. Nothing was changed.",
    ],
    [
      "a script that does not exist",
      HEADER,
      { anonymize: "no.sql" },
      {},
      "--anonymize: no.sql does not exist.",
    ],
    ["a file that does not exist", HEADER, { from: "no.sql.gz" }, {}, "no.sql.gz does not exist."],
  ])("refuses %s", async (_, text, options, stageOptions, message) => {
    const { exitCode, warned, sql } = await imported(text, options, stageOptions);
    expect(exitCode).toBe(2);
    expect(warned).toContain(message);
    expect(sql).not.toContain("CREATE DATABASE");
  });

  it("asks, and so is refused without a terminal", async () => {
    const it = await stage();
    const from = join(it.folder, "given.sql");
    writeFileSync(from, HEADER);
    const { exitCode, warned } = await it.run((operation) => importDump(operation, { from }));
    await it.close();
    expect(exitCode).toBe(2);
    expect(warned).toContain("Fix: Give --yes test.");
  });

  it("refuses a dump that names its database, and exchanges nothing", async () => {
    const { exitCode, warned, sql } = await imported(
      "CREATE TABLE a (id INT);\nUSE `laravel`;\nDROP TABLE users;\n",
    );
    expect(exitCode).toBe(1);
    expect(warned).toContain("The dump names the database that it is for");
    expect(sql).not.toContain("RENAME TABLE");
  });
});

describe("ops database clone", () => {
  const cloned = async (change: Partial<Environment>, yes: string) => {
    const it = await stage();
    const ended = await it.run((operation) => {
      const environment = { ...operation.environment, environment: "staging", ...change };
      return cloneInto(operation, new Operation(environment, operation.output, operation.signal), {
        to: "staging",
        yes,
      });
    });
    const sql = it.read("sql");
    await it.close();
    return { ...ended, sql };
  };

  it.each<[string, Partial<Environment>, string, string]>([
    ["itself", {}, "staging", "test cannot be cloned into itself."],
    [
      "another account",
      { name: "shop-staging", accountId: "999999999999" },
      "staging",
      "no credentials are for both.",
    ],
    [
      "one that is switched off",
      { name: "shop-staging", running: false },
      "staging",
      "staging is switched off",
    ],
  ])("refuses %s", async (_, change, yes, message) => {
    const { exitCode, warned, sql } = await cloned(change, yes);
    expect([exitCode, sql]).toEqual([2, ""]);
    expect(warned).toContain(message);
  });
});
