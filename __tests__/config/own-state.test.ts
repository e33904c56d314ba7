import { laravelSettings } from "../../config/laravel-settings";
import { resolveEnvironments } from "../../config/resolve-environments";
import type { EnvironmentInput } from "../../config/schema/schema";
import { warningsOf } from "../../config/checks/warnings";
import { change, resolve } from "./change";

const SEVERAL = { "hosts.instanceType": "t3.large", "web.desiredCount": 2 };

const read = (changes: Record<string, unknown>) =>
  resolveEnvironments([change(changes)] as EnvironmentInput[]);
const settingsOf = (changes: Record<string, unknown>) =>
  read(changes).map((environment) =>
    laravelSettings({
      environment,
      url: "",
      databaseAddress: "",
      queueName: "",
      filesBucketName: "",
      cacheAddress: "",
    }),
  )[0];

describe("several web tasks", () => {
  it("share sessions and the maintenance mode by default", () => {
    expect(settingsOf(SEVERAL)).toMatchObject({
      SESSION_DRIVER: "database",
      APP_MAINTENANCE_DRIVER: "cache",
      APP_MAINTENANCE_STORE: "database",
    });
    expect(settingsOf({ ...SEVERAL, "env.SESSION_DRIVER": "cookie" })).toMatchObject({
      SESSION_DRIVER: "cookie",
    });
  });

  it("include one task that can scale", () => {
    const scaled = { "hosts.instanceType": "t3.large", "web.scaling": { maximum: 2, cpuUnits: 256 } };
    expect(settingsOf(scaled)).toHaveProperty("SESSION_DRIVER");
    expect(settingsOf({})).not.toHaveProperty("SESSION_DRIVER");
  });

  it("store nothing in a container", () => {
    expect(resolve({ ...SEVERAL, "env.SESSION_DRIVER": "file", "env.FILESYSTEM_DISK": "local" }))
      .toMatchInlineSnapshot(`
     "2 mistakes in environments/; nothing was done.

     test: env.SESSION_DRIVER
       got      "file"
       allowed  a driver that all web tasks share; otherwise each of them has sessions of its own
       fix      Remove it: Laravel's default is database.

     test: env.FILESYSTEM_DISK
       got      "local"
       allowed  a driver that all web tasks share; otherwise each of them has files of its own
       fix      Remove it, and write files: { kind: "create" }, which gives the application a bucket."
    `);
    expect(resolve({ ...SEVERAL, "env.APP_MAINTENANCE_DRIVER": "file" })).toContain(
      "env.APP_MAINTENANCE_DRIVER",
    );
    expect(resolve({ ...SEVERAL, "env.FILESYSTEM_DISK": "uploads" })).toBe("accepted");
  });
});

describe("one web task", () => {
  it("may store something in its container, with a warning that a deployment loses it", () => {
    expect(read({ "env.SESSION_DRIVER": "file", "env.FILESYSTEM_DISK": "public" }).flatMap(warningsOf))
      .toMatchInlineSnapshot(`
     [
       "test: env.SESSION_DRIVER is file, so a container loses sessions when it stops, at the latest at the next deployment. Fix: Remove it: Laravel's default is database.",
       "test: env.FILESYSTEM_DISK is public, so a container loses files when it stops, at the latest at the next deployment. Fix: Remove it, and write files: { kind: "create" }, which gives the application a bucket.",
     ]
    `);
  });
});
