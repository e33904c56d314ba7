import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { Failure, Interruption } from "../../../../ops/cli/outcome";
import { copyTables } from "../../../../ops/commands/transfer/clone";
import { dump } from "../../../../ops/commands/transfer/dump";
import { exchangeTables } from "../../../../ops/commands/transfer/exchange";
import { Client } from "../../../../ops/commands/transfer/client";
import { importDump } from "../../../../ops/commands/transfer/import";
import { requirePrograms } from "../../../../ops/commands/transfer/programs";
import type { StageOptions } from "./stage";
import { HEADER, PASSWORD, stage } from "./stage";

const requireLock = () => Promise.resolve();
const REMOVED =
  /DROP DATABASE IF EXISTS `laravel_import`[^\n]* DROP USER IF EXISTS 'ops_database_import'@'%';$/;

function clientOf(signal: AbortSignal): Client {
  const server = {
    host: "127.0.0.1",
    port: 1,
    username: "laravel",
    password: PASSWORD,
    databaseName: "laravel",
  };
  return new Client(server, requirePrograms(), signal);
}

async function imported(text: string, options: StageOptions = {}) {
  const it = await stage(options);
  writeFileSync(join(it.folder, "uploaded"), text);
  const ended = await it.run((operation) =>
    importDump(operation, { from: "s3://backups/a.sql", yes: "test" }),
  );
  const sql = it.read("sql").trimEnd();
  await it.close();
  return { ...ended, sql };
}

describe("a transfer that fails in the middle", () => {
  it("exchanges nothing when the download fails, e.g. because the credentials have expired", async () => {
    const { exitCode, warned, sql } = await imported(`${HEADER}-- ${"long ".repeat(50_000)}\n`, {
      fails: true,
    });
    expect(exitCode).toBe(1);
    expect(warned).toContain("aws ended with 1: ExpiredToken");
    expect(sql).not.toContain("RENAME TABLE");
    expect(sql).toMatch(REMOVED);
  });

  it("exchanges nothing for a dump without its last line", async () => {
    const { warned, sql } = await imported(`${HEADER}-- MySQL dump 10.13\nCREATE TABLE items (id INT);\n`);
    expect(warned).toContain("The dump ends early");
    expect(sql).not.toContain("RENAME TABLE");
  });

  it("gives up where the application would wait for the exchange behind a long transaction", async () => {
    const { exitCode, warned, sql } = await imported("CREATE TABLE items (id INT);\n", { inUse: true });
    expect(exitCode).toBe(1);
    expect(warned).toContain("A transaction that has read the tables went on for 20 seconds");
    expect(sql).toContain("SET lock_wait_timeout = 20; RENAME TABLE");
    expect(sql).toMatch(REMOVED);
  });

  it("reports a dump that fails before it is read", async () => {
    const it = await stage({ fails: true });
    const client = clientOf(new AbortController().signal);
    await expect(copyTables(client, client, { warn: () => undefined, requireLock })).rejects.toThrow(
      "Lost connection",
    );
    expect(it.read("sql").trimEnd()).toMatch(REMOVED);
    await it.close();
  });

  it("exchanges nothing when a deploy has taken over the lock, because this machine slept", async () => {
    const it = await stage();
    const exchange = exchangeTables(clientOf(new AbortController().signal), {
      ...{ sql: Readable.from(["CREATE TABLE items (id INT);"]), isPartial: false, warn: () => undefined },
      requireLock: () => Promise.reject(new Failure("Another release took over.")),
    });
    await expect(exchange).rejects.toThrow("Another release took over.");
    expect(it.read("sql")).not.toContain("RENAME TABLE");
    expect(it.read("sql").trimEnd()).toMatch(REMOVED);
    await it.close();
  });

  it("removes the rows that were not anonymized after Ctrl-C, and ends as interrupted", async () => {
    const it = await stage();
    const interrupt = new AbortController();
    const exchange = exchangeTables(clientOf(interrupt.signal), {
      sql: Readable.from(["CREATE TABLE items (id INT);"]),
      isPartial: false,
      warn: () => undefined,
      requireLock,
      anonymize: async (restricted, name) => {
        interrupt.abort(new Interruption());
        await restricted.load(Readable.from(["UPDATE items SET id = 1;"]), name);
      },
    });
    await expect(exchange).rejects.toThrow(Interruption);
    expect(it.read("sql").trimEnd()).toMatch(REMOVED);
    await it.close();
  });

  it("writes the dump into a new file, whatever a killed run or another user has left", async () => {
    const it = await stage();
    const to = join(it.folder, "a.sql.gz");
    writeFileSync(`${to}.partial`, "", { mode: 0o644 });
    expect((await it.run((operation) => dump(operation, { to }))).exitCode).toBe(0);
    expect((statSync(to).mode & 0o777).toString(8)).toBe("600");
    await it.close();
  });
});
