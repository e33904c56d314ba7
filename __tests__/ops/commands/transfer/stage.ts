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

/** A tunnel of the AWS CLI to a server that only greets. Copies to S3 go to a file. */
const AWS = `
const { appendFileSync, createReadStream, createWriteStream } = require("node:fs");
const args = process.argv.slice(2);
const folder = process.env.STAGE_FOLDER;
if (args[0] === "--version") process.exit(0);
appendFileSync(folder + "/noted", "aws " + args.join(" ") + "\\n");
if (args[0] === "s3" && args[2] === "-") process.stdin.pipe(createWriteStream(folder + "/uploaded"));
else if (args[0] === "s3") {
  createReadStream(folder + "/uploaded").pipe(process.stdout);
  if (process.env.STAGE_FAILS) { process.exitCode = 1; console.error("ExpiredToken"); }
}
else {
  const { localPortNumber: [port] } = JSON.parse(args[args.indexOf("--parameters") + 1]);
  require("node:net").createServer((socket) => socket.on("error", () => {}).end("greeting")).listen(Number(port), "127.0.0.1");
}`;

/** MySQL's programs: they note their arguments and their option file, and answer the questions about size and tables. */
const MYSQL = `
const { appendFileSync, readFileSync, statSync } = require("node:fs");
const args = process.argv.slice(2);
const folder = process.env.STAGE_FOLDER;
if (args[0] === "--version") { console.log("mysql  Ver 8.4.6"); process.exit(0); }
const file = args[0].split("=")[1];
appendFileSync(folder + "/options", readFileSync(file, "utf8") + (statSync(file).mode & 0o777).toString(8) + " " + file + "\\n");
appendFileSync(folder + "/noted", PROGRAM + " " + args.slice(1).join(" ") + "\\n");
if (PROGRAM === "mysqldump") {
  if (process.env.STAGE_FAILS) { console.error("Lost connection"); process.exit(2); }
  console.log("CREATE TABLE items (id INT);");
} else {
  const sql = readFileSync(0, "utf8");
  appendFileSync(folder + "/sql", sql + "\\n");
  if (sql.includes("USE ")) { console.error("ERROR 1044 (42000) at line 2: Access denied"); process.exit(1); }
  if (sql.includes("SELECT VERSION()")) console.log("8.4.6\\t4000000");
  else if (sql.includes("default_character_set_name")) console.log("utf8mb4\\tutf8mb4_0900_ai_ci");
  else if (sql.includes("FROM information_schema.tables")) console.log("items");
}`;

export interface StageOptions {
  readonly installed?: readonly string[];
  readonly freeBytes?: number;
  /** Whether a dump fails, and a download in the middle. */
  readonly fails?: boolean;
}

/** An environment whose database is behind a tunnel, and the programs of this machine. */
export async function stage({
  installed = ["aws", "session-manager-plugin", "mysql", "mysqldump"],
  freeBytes = 1024 ** 3,
  fails = false,
}: StageOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), "transfer-"));
  for (const program of installed) {
    const body = program.startsWith("mysql") ? `const PROGRAM = "${program}";${MYSQL}` : AWS;
    writeFileSync(join(folder, program), `#!/usr/bin/env node\n${body}\n`, { mode: 0o755 });
  }
  const before = { ...process.env };
  // Only these, and Node.js and env themselves.
  process.env.PATH = [folder, dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter);
  process.env.STAGE_FOLDER = folder;
  if (fails) process.env.STAGE_FAILS = "yes";
  const databases = new Databases([own()]);
  const played = await Played.open(
    environment(),
    { ...healthy, hosts: [host(402)] },
    {
      rds: databases.rds,
      ssm: databases.ssm,
      s3: new Bucket({}).s3,
      cloudwatch: {
        GetMetricStatistics: () => ({ Datapoints: [{ Timestamp: Date.now() / 1_000, Minimum: freeBytes }] }),
      },
    },
  );
  const read = (file: string) =>
    existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8") : "";
  return {
    folder,
    read,
    run: (command: (operation: Operation) => Promise<Facts>) => played.run(command),
    close: async () => {
      await played.close();
      process.env = before;
      rmSync(folder, { recursive: true });
    },
  };
}
