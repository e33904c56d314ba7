import type { Container } from "./sandbox/container";
import { until, useContainers } from "./sandbox/container";
import { describeImages } from "./sandbox/requirements";
import { Stack } from "./sandbox/stack";

/** Runs a PHP file of the image without nginx, which would refuse it. */
const RUN_ANOTHER_FILE = [
  ...["env", "REQUEST_METHOD=GET", "SCRIPT_NAME=/uploads/evil.php"],
  "SCRIPT_FILENAME=/var/www/html/public/uploads/evil.php",
  ...["timeout", "3", "cgi-fcgi", "-bind", "-connect"],
];

describeImages("PHP-FPM", () => {
  useContainers();
  let stack: Stack;
  let neighbour: Container;

  beforeAll(async () => {
    stack = await Stack.start();
    await stack.migrate();
    neighbour = stack.app("neighbour", { command: ["sleep", "3600"] });
    await until("the neighbour runs", () => neighbour.exec("true").code === 0);
  });

  const reached = (connect: string, from = neighbour) => from.exec(...RUN_ANOTHER_FILE, connect);

  it("is reached by nginx of its task, and by no other container of the host", async () => {
    const web = await stack.web("web");

    expect((await web.get("/json")).status).toBe(200);
    expect(reached("/run/php-fpm/www.sock", web.app).output).not.toContain("Could not connect");
    for (const port of [9000, 9001, 9002]) {
      expect(reached(`${web.app.address}:${port}`).output).toContain("Could not connect");
    }
    expect(reached("/run/php-fpm/www.sock").output).toContain("Could not connect");
  });

  it("listens on no port, where a request of the application itself could run files", async () => {
    const { app } = await stack.web("listening");
    const LISTENING = "0A";
    const addresses = app
      .exec("cat", "/proc/net/tcp", "/proc/net/tcp6")
      .output.split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state]) => state === LISTENING)
      .map(([, address]) => address);

    expect(addresses).toEqual([]);
    expect(app.exec("healthcheck").code).toBe(0);
  });

  it("uses ports without the volume, as in compose, where every neighbour can run files", async () => {
    const web = await stack.web("ports", { volumes: {} });

    expect((await web.get("/json")).status).toBe(200);
    expect(reached(`${web.app.address}:9000`).output).not.toContain("Could not connect");
  });

  it("reports a volume that it cannot write to", async () => {
    const app = stack.app("refused", { volumes: { "/run/php-fpm": "/srv" } });

    expect(await app.wait()).toBe(1);
    expect(app.stderr).toContain(
      "entrypoint: /run/php-fpm is not writable for user 33. Fix: mount a volume owned by 33:33 there, or none.",
    );
  });
});
