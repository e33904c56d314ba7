import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { dump } from "../../../../ops/commands/transfer/dump";
import { AwsError } from "../../played/protocols";
import type { StageOptions } from "./stage";
import { HEADER, PASSWORD, stage } from "./stage";

const FILE = "shop.sql.gz";

async function dumped(to = FILE, options: StageOptions & { tables?: string[] } = {}) {
  const it = await stage(options);
  const place = to.startsWith("s3:") ? to : join(it.folder, to);
  const ended = await it.run((operation) =>
    dump(operation, { to: place, ...(options.tables && { tables: options.tables }) }),
  );
  return { ...it, ended, place };
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
