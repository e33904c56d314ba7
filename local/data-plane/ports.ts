import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo, Server } from "node:net";
import { join } from "node:path";

const LOOPBACK = "127.0.0.1";
/** The local ports of listeners. A listener keeps its port over restarts, while no other program takes it. */
export class Ports {
  private readonly file: string;
  private readonly known: Record<string, number>;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.file = join(folder, "ports.json");
    this.known = existsSync(this.file)
      ? (JSON.parse(readFileSync(this.file, "utf8")) as Record<string, number>)
      : {};
  }

  /** Listens on the port of this name: the remembered one, else the preferred one, else any. Resolves with the port. */
  public async listen(server: Server, name: string, preferred: number): Promise<number> {
    const taken = Object.values(this.known);
    const wanted = [this.known[name], taken.includes(preferred) ? undefined : preferred, 0];
    for (const port of wanted) {
      if (port === undefined || !(await opens(server, port))) continue;
      this.known[name] = (server.address() as AddressInfo).port;
      writeFileSync(this.file, JSON.stringify(this.known));
      return this.known[name];
    }
    throw new Error("This machine has no free port.");
  }
}

const opens = (server: Server, port: number) =>
  new Promise<boolean>((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" || error.code === "EACCES" ? resolve(false) : reject(error);
    server.once("error", onError).listen(port, LOOPBACK, () => {
      server.off("error", onError);
      resolve(true);
    });
  });
