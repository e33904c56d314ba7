import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { until, useContainers } from "./sandbox/container";
import { WORK } from "./sandbox/image";
import { describeImages } from "./sandbox/requirements";
import { Stack, type WebTask } from "./sandbox/stack";

const CLIENT = "203.0.113.7";

describeImages("A web task", () => {
  useContainers();
  let stack: Stack;
  let web: WebTask;

  beforeAll(async () => {
    stack = await Stack.start();
    await stack.migrate();
    web = await stack.web("web", { environment: { FPM_SLOWLOG_TIMEOUT: "1s" } });
  });

  const accessLog = (): Record<string, unknown>[] =>
    web.nginx.stdout
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  /** The log line of nginx for a request. It comes through a pipe, after the response. */
  async function logged(requestId: string): Promise<Record<string, unknown> | undefined> {
    const find = () => accessLog().find(({ request_id }) => request_id === requestId);
    await until(`nginx has logged the request ${requestId}`, find);
    return find();
  }

  it("answers from MariaDB through nginx and php-fpm", async () => {
    const items = await web.json<unknown[]>("/items");

    expect(items).toHaveLength(20);
    expect(items[0]).toEqual({ id: 1, name: "item 1" });
  });

  it("uses TLS for a database that requires it", async () => {
    expect(await web.json("/database")).toEqual([
      { Variable_name: "Ssl_cipher", Value: expect.stringMatching(/^TLS_AES/) as string },
    ]);
  });

  it("is healthy by the health checks of both containers", () => {
    expect(web.app.exec("healthcheck")).toEqual({ code: 0, output: "" });
    expect(web.nginx.exec("healthcheck")).toEqual({ code: 0, output: "" });
  });

  it("does not answer the ping to clients", async () => {
    expect((await web.get("/ping")).status).toBe(404);
    expect((await web.get("/ping", { "X-Forwarded-For": "127.0.0.1" })).status).toBe(404);
  });

  it("trusts the load balancer about the client, and only the part that a client cannot forge", async () => {
    const forwarded = {
      "X-Forwarded-For": `6.6.6.6, ${CLIENT}`,
      "X-Forwarded-Proto": "https",
      "X-Request-Id": "trace-client",
    };

    expect(await web.json("/client", forwarded)).toMatchObject({ ip: CLIENT, secure: true });
    expect(await logged("trace-client")).toMatchObject({
      client: CLIENT,
      peer: "198.18.7.1",
      uri: "/client",
    });
  });

  it("passes a request id from the client through Laravel into the response and the log", async () => {
    const response = await web.get("/client", { "X-Request-Id": "trace-0001" });

    expect(await response.json()).toMatchObject({ request_id: "trace-0001" });
    expect(response.headers.get("X-Request-Id")).toBe("trace-0001");
    expect(await logged("trace-0001")).toBeDefined();
  });

  it("replaces a request id that does not look like one", async () => {
    const response = await web.get("/client", { "X-Request-Id": "<script>" });

    expect(response.headers.get("X-Request-Id")).toMatch(/^[0-9a-f]{32}$/);
  });

  it("does not log health checks that succeed", async () => {
    await web.get("/up");
    await web.get("/client", { "X-Request-Id": "trace-after-up" });
    await logged("trace-after-up");

    expect(accessLog().filter(({ uri, status }) => uri === "/up" && status === 200)).toEqual([]);
  });

  it.each(["/.htaccess", "/uploads/evil.php", "/uploads/evil.php/x", "/.git/config"])(
    "hides %s",
    async (path) => {
      const response = await web.get(path);

      expect(response.status).toBe(404);
      expect(await response.text()).not.toMatch(/executed|<\?php|Options/);
    },
  );

  it.each(["gzip", "br"])("compresses JSON with %s", async (encoding) => {
    const response = await web.get("/json", { "Accept-Encoding": encoding });

    expect(response.headers.get("Content-Encoding")).toBe(encoding);
    expect(await response.json()).toHaveProperty("items.39.name", "item 40");
  });

  it("sends its security headers, and no version of nginx or PHP", async () => {
    const { headers } = await web.get("/json");

    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("Server")).toBe("nginx");
    expect(headers.has("X-Powered-By")).toBe(false);
  });

  it("accepts bodies up to the limit and refuses larger ones", async () => {
    const post = async (bytes: number): Promise<Response> =>
      fetch(`${web.origin}/body`, { method: "POST", body: "x".repeat(bytes) });

    expect(await (await post(11_000_000)).json()).toEqual({ bytes: 11_000_000 });
    expect((await post(12_000_000)).status).toBe(413);
  });

  it("sends a response that is larger than its memory, also to a slow client", async () => {
    const { body } = await web.get("/large/60");
    let bytes = 0;
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      if (bytes === 0) await sleep(1000);
      bytes += chunk.length;
    }

    expect(bytes).toBe(60 * 2 ** 20);
    expect(web.nginx.stderr).not.toContain("No space left");
  });

  it("accepts headers and URLs as long as the load balancer's, and sends such headers", async () => {
    const long = "x".repeat(15_000);

    expect((await web.get("/client", { Cookie: `long=${long}` })).status).toBe(200);
    expect((await web.get(`/client?long=${long}`)).status).toBe(200);
    expect((await web.get("/headers/14000")).headers.get("X-Long")).toHaveLength(14_000);
    expect((await web.get(`/client?long=${"x".repeat(17_000)}`)).status).toBe(414);
  });

  it("can only write to its mounts, as a user without privileges", () => {
    expect(web.app.exec("id", "-u").output).toBe("33\n");
    for (const path of ["/var/www/html/x", "/usr/x", "/etc/x"]) {
      expect(web.app.exec("touch", path).output).toContain("Read-only file system");
    }
    expect(web.app.exec("sed", "-n", "/CapEff\\|CapBnd\\|NoNewPrivs/p", "/proc/1/status").output).toBe(
      "CapEff:\t0000000000000000\nCapBnd:\t0000000000000000\nNoNewPrivs:\t1\n",
    );
  });

  it("sizes php-fpm by the memory of the container", () => {
    expect(web.app.stderr).toContain("fpm-children: (512 MiB - 128 - 16) / 48 = 7 workers");
    expect(
      web.app.exec(
        "env",
        "REQUEST_METHOD=GET",
        "SCRIPT_NAME=/status",
        "SCRIPT_FILENAME=/status",
        "cgi-fcgi",
        "-bind",
        "-connect",
        "/tmp/status.sock",
      ).output,
    ).toMatch(/^total processes: +7$/m);
  });

  it("never looks for changed code: opcache is on, without timestamps", () => {
    const settings = web.app.exec("php-fpm", "-i").output;

    expect(settings).toContain("opcache.enable => On");
    expect(settings).toContain("opcache.validate_timestamps => Off");
  });

  it("has the classes of a request in memory before the first one", async () => {
    expect(web.app.stderr).not.toMatch(/without preloaded classes|Can't preload/);
    expect(await web.json("/preloaded")).toMatchObject({
      "Illuminate\\Routing\\Router": true,
      "Illuminate\\Http\\JsonResponse": true,
      "Illuminate\\Database\\MySqlConnection": true,
    });
  });

  it("starts without preloaded classes where one cannot be loaded so", async () => {
    const folder = "/usr/local/share/preload";
    const [list, broken] = ["classes.txt", "broken.php"].map((name) => join(WORK, name)) as [string, string];
    writeFileSync(list, `${folder}/probe.php\n`);
    writeFileSync(broken, "<?php class {");
    const app = stack.app("unloadable", {
      files: { [`${folder}/classes.txt`]: list, [`${folder}/probe.php`]: broken },
    });

    await until("php-fpm handles connections", () => app.stderr.includes("ready to handle connections"));
    expect(app.stderr).toContain("entrypoint: php-fpm starts without preloaded classes:\n");
    await app.stop();
  });

  it("logs where a slow request hangs", async () => {
    await web.get("/slow/2500");

    await until(
      "the slow log names the route",
      () => /^script_filename.*\n.* usleep\(\) /m.test(web.app.stderr),
      5,
    );
  });

  it("stays healthy while every worker is busy: for its containers and the load balancer, not for a visitor", async () => {
    const slow = Array.from({ length: 7 }, () => web.get("/slow/3000"));
    await sleep(500);
    const up = async (headers: Record<string, string> = {}): Promise<number> => {
      const start = Date.now();
      expect((await web.get("/up", headers)).status).toBe(200);
      return Date.now() - start;
    };

    expect(web.app.exec("healthcheck").code).toBe(0);
    expect(web.nginx.exec("healthcheck").code).toBe(0);
    expect(await up()).toBeLessThan(1000);
    expect(await up({ "X-Forwarded-For": CLIENT })).toBeGreaterThan(1000);
    await Promise.all(slow);
  });

  it("becomes unhealthy when php-fpm has ended", async () => {
    await web.app.stop();

    // 504 where the connection times out, 502 where the kernel already knows that the address is gone.
    expect([502, 504]).toContain((await web.get("/up")).status);
    expect(web.nginx.exec("healthcheck")).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^healthcheck: \/ping returns 50[24]\n$/) as string,
    });
    await until("nginx has logged the failed ping", () =>
      accessLog().some(({ uri, status }) => uri === "/ping" && [502, 504].includes(Number(status))),
    );
  });

  it("sizes php-fpm by a limit of cgroup v2 or of the environment too, and reports when it is too small", async () => {
    const limit = join(WORK, "memory.max");
    writeFileSync(limit, `${1024 * 2 ** 20}\n`);
    const children = async (overrides: Parameters<Stack["app"]>[1]): Promise<string> => {
      const app = stack.app("sizing", { command: ["fpm-children"], ...overrides });
      await app.wait();
      return app.stdout + app.stderr;
    };

    const perCore = { FPM_CHILDREN_PER_CORE: "100" };
    const files = { "/sys/fs/cgroup/memory.max": limit };
    expect(await children({ files, environment: perCore })).toMatch(/^18\n/);
    expect(await children({ files, environment: { ...perCore, MAXIMUM_UPLOAD_MIB: "40" } })).toMatch(/^15\n/);
    expect(await children({ files, environment: { FPM_CHILDREN_PER_CORE: "1" } })).toContain(
      `workers are enough for ${cpus().length} cores`,
    );
    expect(await children({ environment: { MEMORY_LIMIT_MIB: "256" } })).toMatch(/^2\n/);
    expect(await children({ memoryMiB: 160 })).toContain("160 MiB is too little: one worker needs 192 MiB");
  });
});
