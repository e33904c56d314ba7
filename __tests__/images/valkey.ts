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
    CACHE_STORE: "redis",
    SESSION_DRIVER: "redis",
    QUEUE_CONNECTION: "redis",
    REDIS_CLIENT: "phpredis",
    REDIS_URL: `tls://${name}:6379`,
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

  await expectHorizonToStop(stack, web.origin, overrides);
  await expectRefusals(stack, valkey);
}

const keysOf = (valkey: Container, database: number): string[] =>
  valkey
    .exec("valkey-cli", "-s", "/tmp/valkey.sock", "-n", `${database}`, "keys", "*")
    .output.split("\n")
    .filter(Boolean);

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
