import { spawnSync } from "node:child_process";
import type { AddressInfo, Server, Socket } from "node:net";
import { createServer } from "node:net";
import { onTerminal } from "../../helpers/pseudo-terminal";
import { SourceCopy } from "../../helpers/source-copy";

/** A request to AWS, which an interrupted command lets complete, has 20 seconds. */
jest.setTimeout(90_000);

const PRODUCTION = "production";

/** Only the terminal itself shows it, and the words "Asking AWS..." only after two seconds. */
const WAITING = "Asking AWS...";
const CLEARED = "\r\u001b[K";

describe("The operator's terminal", () => {
  let project: SourceCopy;
  let silent: Server;
  let env: Record<string, string>;
  const sockets = new Set<Socket>();

  beforeAll(async () => {
    project = new SourceCopy();
    silent = createServer((socket) => sockets.add(socket));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo;
    env = {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
  });
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
    project.remove();
  });

  it.each([
    ["status", PRODUCTION],
    ["logs", PRODUCTION, "--follow"],
    ["doctor", PRODUCTION],
  ])("says that it waits for AWS, and one Ctrl-C ends %s at once", async (...args) => {
    const { shown, exitCode, endedAfter } = await onTerminal(project.folder, args, env, WAITING);

    expect(exitCode).toBe(130);
    expect(endedAfter).toBeLessThan(5_000);
    expect(shown.split(WAITING).at(-1)).toContain(CLEARED);
    expect(shown).toMatch(/Interrupted\.\S*\r\n$/);
    expect(shown).not.toMatch(/\n +at |Error/);
  });

  it("lets a command that changes something clean up first", async () => {
    const { shown, exitCode } = await onTerminal(
      project.folder,
      ["deploy", PRODUCTION, "--tag", "1"],
      { ...env, AWS_MAX_ATTEMPTS: "1", OPS_PACE: "0.1" },
      WAITING,
    );
    expect(shown).toContain("Interrupted. Cleaning up. Press Ctrl-C again to exit immediately");
    expect(exitCode).not.toBe(0);
  });

  it("prints one document with --json when it is interrupted, and nothing of the terminal in it", async () => {
    const { shown, exitCode } = await onTerminal(
      project.folder,
      ["status", PRODUCTION, "--json"],
      env,
      WAITING,
    );

    const document = /\{[^]*\}/.exec(shown)?.[0] ?? "";
    expect(JSON.parse(document)).toEqual({
      command: "status",
      environment: PRODUCTION,
      ok: false,
      exitCode: 130,
      reason: "Interrupted.",
    });
    expect(exitCode).toBe(130);
  });

  it("has 80 columns: no line of the help or of a command is longer, and none is broken in a word", async () => {
    for (const args of [["--help"], ["init", "--help"], ["cost", PRODUCTION]]) {
      const { shown } = await onTerminal(project.folder, args, { NO_COLOR: "1" });
      const lines = shown.trimEnd().split("\r\n");
      expect(lines.length).toBeGreaterThan(10);
      expect(lines.filter((line) => line.length > 80)).toEqual([]);
      expect(shown).not.toContain("\u001b");
    }
  });

  it("has colours, and a pipe has neither colours nor wrapped lines", async () => {
    const { shown } = await onTerminal(project.folder, ["cost", PRODUCTION], {});
    expect(shown).toMatch(/^\u001b\[1mproduction in \S+, USD a month\u001b\[22m\r\n/);

    const { stdout } = spawnSync(process.execPath, ["--import", "tsx", "ops/main.ts", "cost", PRODUCTION], {
      cwd: project.folder,
      encoding: "utf8",
    });
    expect(stdout).toMatch(/^production in \S+, USD a month\n/);
    expect(stdout).not.toContain("\u001b");
    expect(Math.max(...stdout.split("\n").map(({ length }) => length))).toBeGreaterThan(80);
  });
});
