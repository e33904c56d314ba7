import { setTimeout as sleep } from "node:timers/promises";
import { useContainers } from "./sandbox/container";
import { describeImages } from "./sandbox/requirements";
import { Stack, type WebTask } from "./sandbox/stack";

/** Like awslogs with `awslogs-multiline-pattern`: a matching line begins a log event. */
export const EVENT_START = /^(\[\d|\{)/;

const eventsOf = (log: string): string[] =>
  log.split("\n").reduce<string[]>((events, line) => {
    if (EVENT_START.test(line) || events.length === 0) return [...events, line];
    return [...events.slice(0, -1), `${events.at(-1)}\n${line}`];
  }, []);

describeImages("The logs of a web container", () => {
  useContainers();
  let stack: Stack;
  let text: WebTask;
  let json: WebTask;

  beforeAll(async () => {
    stack = await Stack.start();
    await stack.migrate();
    text = await stack.web("text");
    json = await stack.web("json", { environment: { LOG_FORMAT: "json" } });
    for (const web of [text, json]) {
      await Promise.all(
        ["/log/info", "/log/warning", "/log/error", "/log/critical"].map((path) => web.get(path)),
      );
      expect((await web.get("/exception")).status).toBe(500);
    }
    await sleep(300);
  });

  it("have levels below error on standard output, once", () => {
    for (const { app } of [text, json]) {
      expect(app.stdout.match(/a line of level info/g)).toHaveLength(1);
      expect(app.stdout.match(/a line of level warning/g)).toHaveLength(1);
      expect(app.stdout).not.toMatch(/level (error|critical)/);
    }
  });

  it("have errors on standard error, once", () => {
    for (const { app } of [text, json]) {
      expect(app.stderr.match(/a line of level error/g)).toHaveLength(1);
      expect(app.stderr.match(/a line of level critical/g)).toHaveLength(1);
      expect(app.stderr).not.toMatch(/level (info|warning)/);
    }
  });

  it("are not decorated by php-fpm", () => {
    expect(text.app.stdout).toMatch(
      /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] production\.INFO: a line of level info/m,
    );
    for (const { app } of [text, json]) expect(app.stdout + app.stderr).not.toContain("said into");
  });

  it("have an exception with its stack trace as one event of text", () => {
    const events = eventsOf(text.app.stderr).filter((event) => event.includes("thrown by the fixture"));

    expect(events).toHaveLength(1);
    expect(events[0]).toMatch(/RuntimeException[^]*\[stacktrace\]\n#0 [^]*\n#10 [^]*\{main\}/);
  });

  it("have an exception with its stack trace as one line of JSON", () => {
    const lines = json.app.stderr.split("\n").filter((line) => line.includes("thrown by the fixture"));

    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      level_name: "ERROR",
      context: { exception: { class: "RuntimeException", trace: expect.any(Array) as unknown[] } },
    });
  });

  it("keep the lines of concurrent requests apart", async () => {
    await Promise.all(Array.from({ length: 60 }, () => json.get("/exception")));
    await sleep(300);
    const lines = json.app.stderr.split("\n").filter((line) => line.includes("thrown by the fixture"));

    expect(lines).toHaveLength(61);
    for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  it("include what an artisan command in the same container logs", async () => {
    const command = stack.app("command", { command: ["artisan", "no-such-command"] });

    expect(await command.wait()).toBe(1);
    expect(command.stdout + command.stderr).toContain('Command "no-such-command" is not defined');
  });
});
