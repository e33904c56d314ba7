import { valkeySettings } from "../../config/cache-settings";
import { cacheCommand, cacheFiles } from "../../local/images/cache-image";
import { Container, until } from "./sandbox/container";
import { authority, cacheImage } from "./sandbox/image";
import type { Stack } from "./sandbox/stack";
import { visit } from "./sandbox/visits";

/** The trusted certificate authorities, of which the containers of the embedded AWS have another file (Endpoints). */
const TRUSTED = "/etc/ssl/certs/ca-certificates.crt";
const NAME = "master.api.abcdef.apne1.cache.amazonaws.com";

/** What every container of an environment with `cache: { kind: "valkey" }` gets, by these names and with this trust. */
const settings = (name: string) => ({
  environment: {
    ...valkeySettings(name),
    SESSION_DRIVER: "redis",
    QUEUE_CONNECTION: "redis",
    REDIS_CLIENT: "phpredis",
  },
  files: { [TRUSTED]: authority().certificate },
});

/** A Valkey whose certificate is for a name, as the data plane starts it. */
async function startValkey(): Promise<Container> {
  const valkey = new Container({
    name: "valkey",
    image: cacheImage(),
    command: cacheCommand(true, { "maxmemory-policy": "volatile-lru" }),
    files: cacheFiles(authority(), NAME),
    memoryMiB: 64,
  });
  await until("Valkey accepts connections", () => valkey.stdout.includes("Ready to accept connections"));
  return valkey;
}

/** Sessions, cache and queue of an application in a Valkey that requires TLS, and what it refuses. The schema is up to date. */
export async function expectValkeyToServe(stack: Stack): Promise<void> {
  const valkey = await startValkey();
  const links = { [NAME]: valkey.address };
  const overrides = { ...settings(NAME), links };
  const web = await stack.web("cached", overrides);

  const first = await visit(web.origin);
  expect(first).toMatchObject({
    session: { driver: "redis", visits: 1 },
    cache: { store: "redis", visits: 1 },
  });
  await visit(web.origin);
  const third = await visit(web.origin, first.cookie);
  expect([third.session.visits, third.cache.visits]).toEqual([2, 3]);
  expect(keysOf(valkey, 0)).toHaveLength(2);
  expect(keysOf(valkey, 1)).toContain("fixture_database_fixture_cache_:visits");

  await expectNoLongWait(valkey, web.origin);
  await expectHorizonToStop(stack, web.origin, overrides);
  await expectHorizonToHaveWorkers(stack, valkey, overrides);
  await expectRefusals(stack, valkey);
}

const keysOf = (valkey: Container, database: number): string[] =>
  valkey
    .exec("valkey-cli", "-s", "/tmp/valkey.sock", "-n", `${database}`, "keys", "*")
    .output.split("\n")
    .filter(Boolean);

/** A node that accepts connections and does not answer. A request for each process of PHP-FPM fails soon, and the next one is served. */
async function expectNoLongWait(valkey: Container, origin: string): Promise<void> {
  valkey.signal("SIGSTOP");
  const start = Date.now();
  const answers = await Promise.all(Array.from({ length: 8 }, () => fetch(`${origin}/visits`)));
  expect([...new Set(answers.map(({ status }) => status))]).toEqual([500]);
  // The limit of a connection, for each of two rounds at most, on a busy machine.
  expect((Date.now() - start) / 1_000).toBeLessThan(20);
  valkey.signal("SIGCONT");
  await until("visits are counted again", () => visit(origin));
}

/** Its health check fails while it hangs. The image's stop signal reaches it as TERM: it finishes the job in progress, and starts no other. */
async function expectHorizonToStop(
  stack: Stack,
  origin: string,
  overrides: Parameters<Stack["app"]>[1],
): Promise<void> {
  const horizon = stack.app("horizon", { ...overrides, command: ["artisan", "horizon"] });
  const isRunning = () => horizon.exec("is-running", "horizon").code === 0;
  await until("Horizon runs", isRunning, 60);
  horizon.signal("SIGSTOP");
  expect(isRunning()).toBe(false);
  horizon.signal("SIGCONT");
  await until("Horizon goes on", isRunning);

  for (const job of ["redis-first/4", "redis-second/0"])
    await fetch(`${origin}/jobs/${job}`, { method: "POST" });
  await until("a job of Redis is in flight", () => horizon.stdout.includes("job redis-first started"));

  const { code, seconds } = await horizon.stop();

  expect(horizon.stdout).toContain("job redis-first finished");
  expect(horizon.stdout).not.toContain("job redis-second started");
  expect(horizon.stdout).toContain("horizon ended its workers");
  expect([code, seconds < 15]).toEqual([0, true]);
}

/** Its health check fails when it has had no worker for minutes, unless it is paused or cannot reach its Valkey. */
async function expectHorizonToHaveWorkers(
  stack: Stack,
  valkey: Container,
  overrides: NonNullable<Parameters<Stack["app"]>[1]>,
): Promise<void> {
  const start = (name: string, APP_ENV: string) =>
    stack.app(name, {
      ...overrides,
      environment: { ...overrides.environment, APP_ENV },
      command: ["artisan", "horizon"],
    });
  const check = (container: Container) => container.exec("is-running", "horizon");
  const afterMinutes = (container: Container) => {
    expect(container.exec("touch", "--date=-5 minutes", "/tmp/horizon-worked").code).toBe(0);
    return check(container);
  };

  // Its list of workers has no entry for this environment.
  const idle = start("idle", "staging");
  await until("the master runs", () => idle.stdout.includes("horizon started"), 60);
  expect(check(idle).code).toBe(0);
  const { code, output } = afterMinutes(idle);
  expect(code).toBe(1);
  expect(output).toMatch(/^is-running: Horizon has had no worker for \d+ s\. Fix: /);
  valkey.signal("SIGSTOP");
  expect(afterMinutes(idle).code).toBe(0);
  valkey.signal("SIGCONT");
  await until("the Valkey answers again", () => afterMinutes(idle).code === 1);
  await idle.stop();

  const working = start("working", "production");
  const hasWorker = () =>
    working.exec("sh", "-c", "grep -qsa 'horizon:[w]ork' /proc/[0-9]*/cmdline").code === 0;
  await until("a worker runs", hasWorker, 60);
  expect(afterMinutes(working).code).toBe(0);
  working.signal("SIGUSR2", "php artisan horizon");
  await until("no worker runs", () => !hasWorker());
  expect(afterMinutes(working).code).toBe(0);
  await working.stop();
}

/** Whether phpredis, as Laravel uses it, can connect. */
async function connects(
  stack: Stack,
  host: string,
  address: string,
  files: Record<string, string>,
): Promise<boolean> {
  const client = stack.app("client", {
    command: [
      "php",
      "-r",
      "$redis = new Redis; $redis->connect($argv[1], 6379, 3); exit($redis->ping() ? 0 : 1);",
      "--",
      host,
    ],
    links: { [host.replace("tls://", "")]: address },
    files,
  });
  return (await client.wait()) === 0;
}

async function expectRefusals(stack: Stack, { address }: Container): Promise<void> {
  const { files } = settings(NAME);
  expect(await connects(stack, `tls://${NAME}`, address, files)).toBe(true);
  // Another name than that of the certificate, an authority that is not trusted, and no TLS.
  expect(await connects(stack, "tls://master.other.apne1.cache.amazonaws.com", address, files)).toBe(false);
  expect(await connects(stack, `tls://${NAME}`, address, {})).toBe(false);
  expect(await connects(stack, NAME, address, files)).toBe(false);
}
