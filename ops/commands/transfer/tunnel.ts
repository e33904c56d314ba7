import { spawn } from "node:child_process";
import { connect } from "node:net";
import { freePort } from "../../cli/free-port";
import type { Operation } from "../../cli/operation";
import { Failure } from "../../cli/outcome";
import { poll } from "../../cli/pace";
import { databaseOf, hostOf } from "../shell/places";
import { tunnelArgs } from "../shell/tunnel";
import { masterPassword } from "../database/master-password";
import type { Server } from "./server";

const OPEN_SECONDS = 60;
const KEPT_CHARACTERS = 2_000;

/** Calls `use` with the database of an environment, which is reached through a host while it runs. */
export async function throughTunnel<Result>(
  operation: Operation,
  use: (server: Server) => Promise<Result>,
  /** A restored or replaced database. @default the environment's own */
  name?: string,
): Promise<Result> {
  const { environment } = operation;
  const { username, databaseName } = environment.database;
  const [instance, database, port, password] = await Promise.all([
    hostOf(operation),
    databaseOf(operation, name),
    freePort(),
    masterPassword(operation),
  ]);
  const args = [...tunnelArgs({ instance, database, port }), "--region", environment.region];
  // In a group of its own, because the AWS CLI starts the plugin of the session manager, which must end with it.
  const child = spawn("aws", args, { stdio: ["ignore", "pipe", "pipe"], env: process.env, detached: true });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (more: string) => (text = (text + more).slice(-KEPT_CHARACTERS)));
  const end: { code?: number | null } = {};
  child.on("close", (code) => (end.code = code)).on("error", () => (end.code = null));
  const server = { host: "127.0.0.1", port, username, password, databaseName };
  try {
    operation.output.progress(`Opening a tunnel to ${database.host}.`);
    const deadline = operation.deadline(OPEN_SECONDS);
    const isOpen = await poll(operation, { seconds: 1, deadline }, async () => {
      if ("code" in end) return false;
      return (await answers(server)) || undefined;
    });
    if (!isOpen) throw new Failure(`The tunnel to ${database.host} could not be opened: ${text.trim()}`);
    return await use(server);
  } finally {
    if (child.pid !== undefined && !("code" in end)) process.kill(-child.pid);
  }
}

/** Whether a server of MySQL, which speaks first, is at the other end. */
const answers = ({ host, port }: Server): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    const answer = (isOpen: boolean) => () => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once("data", answer(true)).once("error", answer(false)).once("close", answer(false));
    socket.setTimeout(5_000, answer(false));
  });
