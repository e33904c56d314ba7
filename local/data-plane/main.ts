import { renameSync, writeFileSync } from "node:fs";
import { authority } from "../images/release";
import { DataPlane } from "./data-plane";
import type { Options, Running } from "./process";

const LOOK_MILLISECONDS = 1_000;
const log = (line: string) => process.stdout.write(`${new Date().toISOString()} ${line}\n`);

/** The data plane of the embedded AWS as a process of its own. It ends with SIGTERM, or when the embedded AWS ends. */
async function main({ record, ...options }: Options): Promise<void> {
  const plane = await DataPlane.start({ ...options, authority: authority(), log });
  const stop = () => void plane.stop().then(() => process.exit());
  process.once("SIGTERM", stop);
  const look = async () => {
    const { url: slack, webhook } = plane.slack;
    const [url] = Object.values(plane.urls);
    const running: Running = { pid: process.pid, slack, webhook, ...(url ? { url } : {}) };
    writeFileSync(`${record}.new`, JSON.stringify(running));
    renameSync(`${record}.new`, record);
    await fetch(`${options.endpoint}/embedded-aws/pid`).catch(stop);
    setTimeout(() => void look(), LOOK_MILLISECONDS);
  };
  await look();
}

void main(JSON.parse(process.env.DATA_PLANE ?? "{}") as Options);
