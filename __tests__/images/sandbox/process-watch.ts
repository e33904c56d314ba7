import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Reads the command line of every process of this machine again and again, and prints those with one of the texts, which it gets
 * from its standard input, so that it has none itself.
 */
const WATCH = `
const { readdirSync, readFileSync } = require("node:fs");
const texts = JSON.parse(readFileSync(0, "utf8"));
const seen = new Set();
const look = () => {
  for (const id of readdirSync("/proc")) {
    if (!/^\\d+$/.test(id)) continue;
    try {
      const line = readFileSync("/proc/" + id + "/cmdline", "utf8").replaceAll("\\0", " ");
      if (!seen.has(line) && texts.some((text) => line.includes(text))) console.log(line);
      seen.add(line);
    } catch {}
  }
  setTimeout(look, 2);
};
console.log("looking");
look();`;

/** The command lines of all processes that are seen with one of some texts, also of processes that live for milliseconds only. */
export class ProcessWatch {
  public static async start(texts: readonly string[]): Promise<ProcessWatch> {
    const child = spawn(process.execPath, ["-e", WATCH], { stdio: ["pipe", "pipe", "inherit"] });
    child.stdin.end(JSON.stringify(texts));
    const watch = new ProcessWatch(child);
    child.stdout.setEncoding("utf8").on("data", (text: string) => (watch.output += text));
    await once(child.stdout, "data");
    return watch;
  }

  private output = "";

  private constructor(private readonly child: ChildProcess) {}

  public get found(): string[] {
    return this.output.split("\n").slice(1).filter(Boolean);
  }

  public async stop(): Promise<void> {
    this.child.kill();
    await once(this.child, "close");
  }
}
