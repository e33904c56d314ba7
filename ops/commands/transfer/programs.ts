import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Refusal } from "../../cli/refusal";
import type { Server } from "./server";

/** The programs of MySQL or MariaDB on this machine, and the options that differ between them. */
export interface Programs {
  readonly client: string;
  readonly dump: string;
  /** Require TLS. The certificate has the name of RDS, and not that of the tunnel's end on this machine. */
  readonly tls: readonly string[];
  readonly dumpOptions: readonly string[];
}

const MYSQL: Programs = {
  client: "mysql",
  dump: "mysqldump",
  tls: ["--ssl-mode=REQUIRED"],
  dumpOptions: ["--set-gtid-purged=OFF", "--no-tablespaces"],
};
const MARIADB: Programs = {
  client: "mariadb",
  dump: "mariadb-dump",
  tls: ["--ssl", "--skip-ssl-verify-server-cert"],
  dumpOptions: ["--no-tablespaces"],
};

const versionOf = (program: string): string | undefined => {
  const { error, stdout } = spawnSync(program, ["--version"], { encoding: "utf8", env: process.env });
  return error ? undefined : stdout;
};

/** @throws Refusal when neither MySQL's nor MariaDB's programs are installed */
export function requirePrograms(): Programs {
  const [client, dump] = [versionOf(MYSQL.client), versionOf(MYSQL.dump)];
  // Debian's `mysql` is a link to MariaDB's.
  if (client !== undefined && dump !== undefined && !/mariadb/i.test(client + dump)) return MYSQL;
  if (versionOf(MARIADB.client) !== undefined && versionOf(MARIADB.dump) !== undefined) return MARIADB;
  throw new Refusal(
    "Neither mysql and mysqldump nor mariadb and mariadb-dump are installed on this machine.\n" +
      "Fix: Install the package mysql-client, or on Debian mariadb-client.",
  );
}

/**
 * Calls `use` with the arguments that connect to a server. The password is in a file that only this user can read, as MySQL advises
 * ("End-User Guidelines for Password Security", MySQL Reference Manual), and which is deleted at the end.
 */
export async function connected<Result>(
  server: Server,
  { tls }: Programs,
  use: (args: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "ops-database-"));
  const file = join(folder, "options.cnf");
  try {
    chmodSync(folder, 0o700);
    const quoted = server.password.replace(/[\\"]/g, (character) => `\\${character}`);
    writeFileSync(file, `[client]\nuser=${server.username}\npassword="${quoted}"\n`, { mode: 0o600 });
    return await use([
      // It must be the first argument. Only this file: the password of ~/.my.cnf would replace the one in it.
      `--defaults-file=${file}`,
      `--host=${server.host}`,
      `--port=${server.port}`,
      "--protocol=TCP",
      "--default-character-set=utf8mb4",
      ...tls,
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
