import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { succeed } from "../processes";

/** What this machine lacks to run user data. Namespaces exist only on Linux. */
export function missingForFirstBoot(): string[] {
  const rights = process.getuid?.() === 0 ? [] : ["--map-root-user"];
  return spawnSync("unshare", ["--mount", ...rights, "true"]).status === 0
    ? []
    : ["the permission to create a mount namespace"];
}

/** Commands that exist only on a booted host. */
const HOST_ONLY = ["systemctl"];

/** A root file system on which the user data of a launch template runs, without an instance. */
export class FirstBoot {
  private readonly root = mkdtempSync(join(tmpdir(), "first-boot-"));

  constructor(private readonly userData: string) {}

  /** Runs the user data like cloud-init. Can be called again: a host from an image of this host runs it again. */
  public async run(): Promise<void> {
    writeFileSync(join(this.root, "user-data"), this.userData);
    await succeed(join(__dirname, "first-boot.sh"), [this.root, ...HOST_ONLY]);
  }

  /** A file that the user data has written. */
  public read(path: string): string {
    const file = join(this.root, path);
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  /** The settings the ECS agent would start with. */
  public get agentSettings(): Record<string, string> {
    const lines = this.read("etc/ecs/ecs.config").split("\n").filter(Boolean);
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
  }

  /** The called commands of `HOST_ONLY`, one per line, e.g. `systemctl daemon-reload`. */
  public get calls(): string[] {
    return this.read("calls").split("\n").filter(Boolean);
  }

  public remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
