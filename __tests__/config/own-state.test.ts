import { laravelSettings } from "../../config/laravel-settings";
import { resolveEnvironments } from "../../config/resolve-environments";
import type { EnvironmentInput } from "../../config/schema/schema";
import { warningsOf } from "../../config/warnings";
import { change, resolve } from "./change";

const SEVERAL = { "hosts.instanceType": "t3.large", "web.desiredCount": 2 };

const read = (changes: Record<string, unknown>) =>
  resolveEnvironments([change(changes)] as EnvironmentInput[]);
const settingsOf = (changes: Record<string, unknown>) =>
  read(changes).map((environment) =>
    laravelSettings({ environment, url: "", databaseAddress: "", queueName: "" }),
  )[0];

describe("several web tasks", () => {
  it("share sessions and the maintenance mode, unless the environment knows better", () => {
    expect(settingsOf(SEVERAL)).toMatchObject({
      SESSION_DRIVER: "database",
      APP_MAINTENANCE_DRIVER: "cache",
      APP_MAINTENANCE_STORE: "database",
    });
    expect(settingsOf({ ...SEVERAL, "env.SESSION_DRIVER": "cookie" })).toMatchObject({
      SESSION_DRIVER: "cookie",
    });
  });

  it("are several where one may become more", () => {
    const scaled = { "hosts.instanceType": "t3.large", "web.scaling": { maximum: 2, cpuUnits: 256 } };
    expect(settingsOf(scaled)).toHaveProperty("SESSION_DRIVER");
    expect(settingsOf({})).not.toHaveProperty("SESSION_DRIVER");
  });

  it("keep nothing to themselves", () => {
    expect(resolve({ ...SEVERAL, "env.SESSION_DRIVER": "file", "env.FILESYSTEM_DISK": "local" }))
      .toMatchInlineSnapshot(`
     "2 mistakes in environments/; nothing was synthesized.

     test: env.SESSION_DRIVER
       got      "file"
       allowed  what every web task sees; with more than one of them, each would have sessions of its own
       fix      Remove it: Laravel's default is database.

     test: env.FILESYSTEM_DISK
       got      "local"
       allowed  what every web task sees; with more than one of them, each would have stored files of its own
       fix      Use a disk outside the containers, e.g. s3."
    `);
    expect(resolve({ ...SEVERAL, "env.APP_MAINTENANCE_DRIVER": "file" })).toContain(
      "env.APP_MAINTENANCE_DRIVER",
    );
    expect(resolve({ ...SEVERAL, "env.FILESYSTEM_DISK": "s3" })).toBe("accepted");
  });
});

describe("one web task", () => {
  it("may keep something to itself, with a warning that it is gone with the next deploy", () => {
    expect(read({ "env.SESSION_DRIVER": "file", "env.FILESYSTEM_DISK": "public" }).flatMap(warningsOf))
      .toMatchInlineSnapshot(`
     [
       "test: env.SESSION_DRIVER is file: sessions end with the container, at the latest with the next deploy. Remove it: Laravel's default is database.",
       "test: env.FILESYSTEM_DISK is public: stored files end with the container, at the latest with the next deploy. Use a disk outside the containers, e.g. s3.",
     ]
    `);
  });
});
