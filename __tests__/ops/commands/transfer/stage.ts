import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { Operation } from "../../../../ops/cli/operation";
import type { Facts } from "../../../../ops/cli/outcome";
import { environment, healthy, host } from "../../diagnosis/observed";
import { Played } from "../../played/played";
import { Bucket } from "../database/bucket";
import { Databases, own, PASSWORD } from "../database/databases";

export { PASSWORD };

/** The first line of a dump of the database on this stage. */
export const HEADER = "-- laravel-ecs dump of shop-test, version 8.4.6, 4000000 bytes, all tables\n";

/** A server that only greets, at the end of a tunnel. */
const TUNNEL = `
const { localPortNumber: [port] } = JSON.parse(process.argv[2]);
require("node:net").createServer((socket) => socket.on("error", () => {}).end("greeting")).listen(Number(port), "127.0.0.1");
`;

/** The AWS CLI: a tunnel, and copies to S3 that go to a file. A shell starts in a twentieth of the time of Node.js. */
const AWS = `
[ "$1" = --version ] && exit
printf '%s\\n' "aws $*" >> "$STAGE_FOLDER/noted"
if [ "$1 $3" = "s3 -" ]; then exec cat > "$STAGE_FOLDER/uploaded"; fi
if [ "$1" = s3 ]; then
  cat "$STAGE_FOLDER/uploaded"
  [ -z "$STAGE_FAILS" ] || { echo ExpiredToken >&2; exit 1; }
  exit
fi
while [ "$1" != --parameters ]; do shift; done
exec node "$STAGE_FOLDER/tunnel.js" "$2"
`;

/** MySQL's programs: they note their arguments and their option file, and answer the questions about size and tables. */
const MYSQL = `
[ "$1" = --version ] && { echo "mysql  Ver 8.4.6"; exit; }
program=\${0##*/}
file=\${1#*=}
shift
mode=$(find "$file" -perm 600 | grep -q . && echo 600 || echo wrong)
{ cat "$file"; printf '%s %s\\n' "$mode" "$file"; } >> "$STAGE_FOLDER/options"
[ -e "\${MYSQL_TEST_LOGIN_FILE-$HOME/.mylogin.cnf}" ] && echo "login file" >> "$STAGE_FOLDER/options"
printf '%s\\n' "$program $*" >> "$STAGE_FOLDER/noted"
if [ "$program" = mysqldump ]; then
  [ -n "$STAGE_FAILS" ] && { echo "Lost connection" >&2; exit 2; }
  echo "CREATE TABLE items (id INT);"
  exit
fi
sql=$(cat)
printf '%s\\n' "$sql" >> "$STAGE_FOLDER/sql"
case "$sql" in
  *"USE "*) echo "ERROR 1044 (42000) at line 2: Access denied" >&2; exit 1 ;;
  *"RENAME TABLE"*) [ -z "$STAGE_IN_USE" ] || { echo "ERROR 1205 (HY000) at line 1: Lock wait timeout exceeded" >&2; exit 1; } ;;
  *"SELECT VERSION()"*) printf '8.4.6\\t4000000\\n' ;;
  *default_character_set_name*) printf 'utf8mb4\\tutf8mb4_0900_ai_ci\\n' ;;
  *"FROM information_schema.tables"*) echo items ;;
esac
`;

export interface StageOptions {
  readonly installed?: readonly string[];
  readonly freeBytes?: number;
  /** Whether a dump fails, and a download in the middle. */
  readonly fails?: boolean;
  /** Whether a transaction uses the tables for long. */
  readonly inUse?: boolean;
  /** Keys of objects in S3. */
  readonly objects?: readonly string[];
}

/** An environment whose database is behind a tunnel, and the programs of this machine. */
export async function stage({
  installed = ["aws", "session-manager-plugin", "mysql", "mysqldump"],
  freeBytes = 1024 ** 3,
  fails = false,
  inUse = false,
  objects = [],
}: StageOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), "transfer-"));
  for (const program of installed) {
    const body = program.startsWith("mysql") ? MYSQL : AWS;
    writeFileSync(join(folder, program), `#!/bin/sh${body}`, { mode: 0o755 });
  }
  writeFileSync(join(folder, "tunnel.js"), TUNNEL);
  const before = { ...process.env };
  // Only these, Node.js, and what the shell has.
  process.env.PATH = [folder, dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter);
  process.env.STAGE_FOLDER = folder;
  // The end of the tunnel is a process, which is given twelve seconds to start.
  process.env.OPS_PACE = "0.2";
  if (fails) process.env.STAGE_FAILS = "yes";
  if (inUse) process.env.STAGE_IN_USE = "yes";
  const databases = new Databases([own()]);
  const played = await Played.open(
    environment(),
    { ...healthy, hosts: [host(402)] },
    {
      rds: databases.rds,
      ssm: databases.ssm,
      s3: new Bucket(Object.fromEntries(objects.map((key) => [key, ""]))).s3,
      cloudwatch: {
        GetMetricStatistics: () => ({ Datapoints: [{ Timestamp: Date.now() / 1_000, Minimum: freeBytes }] }),
      },
    },
  );
  const read = (file: string) =>
    existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8") : "";
  return {
    folder,
    endpoint: played.endpoint,
    read,
    run: (command: (operation: Operation) => Promise<Facts>) => played.run(command),
    close: async () => {
      await played.close();
      process.env = before;
      rmSync(folder, { recursive: true });
    },
  };
}
