/**
 * Throughput and latency of the fixture's JSON route: the images, against Debian's stock nginx and php-fpm with the
 * same application, in one run, each with the same memory limit. Run on demand, as root:
 *
 *   npx tsx __tests__/images/compare.ts [seconds] [rounds]
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Container, removeNetwork, setUpNetwork, until } from "./sandbox/container";
import { run, stockImage } from "./sandbox/image";
import { Stack } from "./sandbox/stack";

const [SECONDS = "10", ROUNDS = "3"] = process.argv.slice(2);
const CONNECTIONS = 16;
const ROUTES = ["/json", "/items"];

interface Candidate {
  readonly name: string;
  readonly origin: string;
  readonly php: Container;
}

interface Figures {
  readonly perSecond: number;
  readonly p99: string;
  readonly errors: number;
}

function measure(url: string, seconds: string): Figures {
  const output = run(
    "wrk",
    "--latency",
    "--threads",
    "1",
    "--connections",
    String(CONNECTIONS),
    "--duration",
    `${seconds}s`,
    url,
  );
  const find = (pattern: RegExp): string => pattern.exec(output)?.[1] ?? "0";
  return {
    perSecond: Number(find(/Requests\/sec: +([\d.]+)/)),
    p99: find(/99% +(\S+)/),
    errors: Number(find(/Non-2xx or 3xx responses: (\d+)/)),
  };
}

async function main(): Promise<void> {
  const stack = await Stack.start();
  await stack.migrate();

  const start = Date.now();
  const web = await stack.web("images");
  console.log(`cold start until /up is 200: ${(Date.now() - start) / 1000} s`);
  console.log(web.app.stderr.split("\n")[0]);

  // Without and with the caches of the entrypoint, to separate the effect of Laravel from that of the servers.
  const stock = (name: string, caches: string): Candidate => {
    const php = new Container({
      name,
      image: stockImage(),
      environment: { ...stack.environment, CACHES: caches },
      links: stack.links,
      tmpfs: [
        "/tmp",
        "/run",
        "/var/log",
        "/var/lib/nginx",
        "/var/www/html/storage",
        "/var/www/html/bootstrap/cache",
      ],
    });
    return { name, origin: `http://${php.address}:8080`, php };
  };

  const candidates: Candidate[] = [
    { name: "images", origin: web.origin, php: web.app },
    stock("stock", ""),
    stock("stock-cached", "config:cache route:cache event:cache"),
  ];

  for (const { name, origin } of candidates) {
    await until(`${name} answers`, async () => (await fetch(`${origin}/json`)).status === 200);
  }
  for (const route of ROUTES) {
    for (const { origin } of candidates) measure(`${origin}${route}`, "3");
    for (let round = 1; round <= Number(ROUNDS); round++) {
      for (const { name, origin } of candidates) {
        const { perSecond, p99, errors } = measure(`${origin}${route}`, SECONDS);
        console.log(
          `${route} round ${round} ${name.padEnd(12)} ${perSecond.toFixed(0).padStart(6)} req/s, p99 ${p99}, ${errors} errors`,
        );
      }
    }
  }
  for (const { name, php } of candidates) {
    const { oomKills, peakMiB } = php.memory();
    console.log(`${name.padEnd(12)} peak ${peakMiB} MiB of 512, killed for memory: ${oomKills}`);
  }
  console.log(readFileSync(join("/proc/meminfo"), "utf8").split("\n")[0]);
}

setUpNetwork()
  .then(main)
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(() => void removeNetwork());
