/**
 * Throughput, latency and processor time of the fixture's routes: the images, against Debian's stock nginx and php-fpm with the
 * same application, in alternating rounds, each with the same memory limit. Where other programs use the machine, compare the
 * processor time of a request. Run on demand, as root:
 *
 *   npx tsx __tests__/images/compare.ts [seconds] [rounds]
 */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Container, removeNetwork, setUpNetwork, until } from "./sandbox/container";
import { stockImage } from "./sandbox/image";
import { Stack } from "./sandbox/stack";

const [SECONDS = "10", ROUNDS = "3"] = process.argv.slice(2);
const CONNECTIONS = 16;
const ROUTES = ["/json", "/items"];

interface Candidate {
  readonly name: string;
  readonly origin: string;
  readonly php: Container;
  readonly containers: readonly Container[];
}

interface Figures {
  readonly perSecond: number;
  readonly p99: string;
  readonly errors: number;

  /** Processor time of a request in its containers, in milliseconds. */
  readonly milliseconds: number;
}

/** "proc_pid_stat(5)": utime, stime, and those of the children that have ended, in ticks of 10 ms. */
const processorMilliseconds = (containers: readonly Container[]): number =>
  containers
    .flatMap((container) => container.exec("sh", "-c", "cat /proc/[0-9]*/stat").output.split("\n"))
    .flatMap((line) =>
      line
        .replace(/^.*\) /, "")
        .split(" ")
        .slice(11, 15),
    )
    .reduce((sum, ticks) => sum + 10 * Number(ticks), 0);

/** Not synchronously: nginx waits while this process does not read its log. */
async function measure({ origin, containers }: Candidate, route: string, seconds: string): Promise<Figures> {
  const before = processorMilliseconds(containers);
  const { stdout: output } = await promisify(execFile)("wrk", [
    "--latency",
    "--threads",
    "1",
    "--connections",
    String(CONNECTIONS),
    "--duration",
    `${seconds}s`,
    `${origin}${route}`,
  ]);
  const used = processorMilliseconds(containers) - before;
  const find = (pattern: RegExp): string => pattern.exec(output)?.[1] ?? "0";
  return {
    perSecond: Number(find(/Requests\/sec: +([\d.]+)/)),
    p99: find(/99% +(\S+)/),
    errors: Number(find(/Non-2xx or 3xx responses: (\d+)/)),
    milliseconds: used / Number(find(/(\d+) requests in/)),
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
    return { name, origin: `http://${php.address}:8080`, php, containers: [php] };
  };

  const candidates: Candidate[] = [
    { name: "images", origin: web.origin, php: web.app, containers: [web.app, web.nginx] },
    stock("stock", ""),
    stock("stock-cached", "config:cache route:cache event:cache"),
  ];

  for (const { name, origin } of candidates) {
    await until(`${name} answers`, async () => (await fetch(`${origin}/json`)).status === 200);
  }
  for (const route of ROUTES) {
    for (const candidate of candidates) await measure(candidate, route, "3");
    for (let round = 1; round <= Number(ROUNDS); round++) {
      for (const candidate of candidates) {
        const { perSecond, p99, errors, milliseconds } = await measure(candidate, route, SECONDS);
        console.log(
          `${route} round ${round} ${candidate.name.padEnd(12)} ${perSecond.toFixed(0).padStart(6)} req/s, ` +
            `${milliseconds.toFixed(2)} ms of processor each, p99 ${p99}, ${errors} errors`,
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
