import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../../../../local/project";
import { logging } from "../../../../../ops/commands/doctor/application/logging";
import { check, LARAVEL_10, LARAVEL_12 } from "./laravel";

describe("the log channel", () => {
  const OURS = readFileSync(join(ROOT, "docker/laravel/config/logging.php"), "utf8");
  const ours = { ...LARAVEL_12, "config/logging.php": OURS };

  it("is the output of the container", async () => {
    expect(await check(logging, ours)).toMatchObject({
      result: "passed",
      seen: "stack in config/logging.php",
    });
  });

  it("is refused where it is a file", async () => {
    expect((await check(logging)).text).toMatchInlineSnapshot(`
           "../api: config/logging.php
             got      the channel single, which writes to files in the container
             allowed  the output of the container, as in the file that this repository brings
             fix      Run in the Laravel repository: cp ../laravel-ecs/docker/laravel/config/logging.php config/"
        `);
    expect((await check(logging, LARAVEL_10)).text).toContain("the channel single");
    expect((await check(logging, { ...LARAVEL_12, "config/logging.php": null })).text).toContain(
      "the channel single",
    );
  });

  it("is refused where the file does not have it", async () => {
    expect((await check(logging, ours, { "env.LOG_CHANNEL": "papertrail" })).text).toMatchInlineSnapshot(`
           "../api: env.LOG_CHANNEL
             got      "papertrail", which config/logging.php does not have
             allowed  a channel of this file: otherwise Laravel adds an emergency to every entry
             fix      Write "stack"."
        `);
  });

  it.each([{ "env.LOG_CHANNEL": "stderr" }, { "env.LOG_STACK": "stderr" }])(
    "is advice where Laravel logs to standard error: %j",
    async (changes) => {
      expect(await check(logging, LARAVEL_12, changes)).toMatchObject({
        problems: [],
        advice: [expect.stringContaining("does not log scheduled commands")],
      });
    },
  );
});
