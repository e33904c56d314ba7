import { watch } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { volumeFolder } from "../../local/containers/namespaces";
import { useContainers } from "./sandbox/container";
import { WORK } from "./sandbox/image";
import { describeImages } from "./sandbox/requirements";
import { APP_TMPFS, Stack } from "./sandbox/stack";

const CACHE = "/var/www/html/bootstrap/cache";

/** As compose.yaml starts them: with the sources of one folder, and without cached configuration (the stage `development`). */
describeImages("Containers of a developer's machine", () => {
  useContainers();
  const environment = { CACHE_AT_START: "0" };
  const folder = join(WORK, "volumes/development");
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("migrate an empty database, and again", async () => {
    for (const name of ["first", "again"]) {
      const migration = stack.app(name, { command: ["migrate"], environment });
      expect({ code: await migration.wait(), stderr: migration.stderr }).toEqual({ code: 0, stderr: "" });
    }
  });

  it("start at the same time, and put no configuration into the folder that they share", async () => {
    const shared = {
      volumes: { [CACHE]: volumeFolder(folder, { o: "uid=33,gid=33,mode=0700" }) },
      tmpfs: APP_TMPFS.filter((path) => path !== CACHE),
    };
    const written = new Set<string | null>();
    const watcher = watch(folder, (_, name) => written.add(name));
    const commands = ["one", "two", "three"].map((name) =>
      stack.app(name, { command: ["artisan", "migrate:status"], environment, ...shared }),
    );

    expect(await Promise.all(commands.map((command) => command.wait()))).toEqual([0, 0, 0]);
    watcher.close();
    expect([...written]).toContain("packages.php");
    expect([...written]).not.toContain("config.php");
  });
});
