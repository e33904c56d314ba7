import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

const DOCKER = join(__dirname, "../../docker");

/** Records what it is called with, and does what the containers would do to the files of the repository. */
const FAKE_DOCKER = `#!/bin/sh
echo "$COMPOSE_PROJECT_NAME $LOCAL_USER $*" >>"$CALLS"
case "$*" in
  *"composer install") mkdir -p vendor && touch vendor/autoload.php ;;
  *key:generate) sed -i "s/^APP_KEY=.*/APP_KEY=base64:generated/" .env ;;
esac
`;

/** docker/local with a `docker` that records its calls; compose itself: __tests__/images/static.test.ts. */
describe("docker/local", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "local-"));
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "bin/docker"), FAKE_DOCKER);
    chmodSync(join(folder, "bin/docker"), 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const repository = (name: string, files: Record<string, string> = {}): string => {
    const path = join(folder, name);
    mkdirSync(join(path, "docker"), { recursive: true });
    copyFileSync(join(DOCKER, "local"), join(path, "docker/local"));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
    return path;
  };

  /** In another folder than the repository, as an editor may start it. */
  const local = (path: string, ...args: string[]) => {
    const calls = join(folder, "calls");
    rmSync(calls, { force: true });
    const env = { PATH: `${join(folder, "bin")}:${process.env.PATH}`, CALLS: calls };
    const { status, stderr } = spawnSync(join(path, "docker/local"), args, {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    const lines = existsSync(calls) ? readFileSync(calls, "utf8").trim().split("\n") : [];
    return {
      status,
      stderr,
      projects: new Set(lines.map((line) => line.split(" ")[0])),
      users: new Set(lines.map((line) => line.split(" ")[1])),
      calls: lines.map((line) => line.split(" ").slice(2).join(" ")),
    };
  };

  it("makes .env, the packages and the key at the first start, and nothing at the second", () => {
    const path = repository("api", { ".env.example": "APP_NAME=api\nAPP_KEY=\n" });
    const compose = "compose --file docker/compose.yaml";

    expect(local(path, "up", "--build")).toMatchObject({
      status: 0,
      calls: [
        `${compose} run --rm --no-deps app composer install`,
        `${compose} run --rm --no-deps app php artisan key:generate`,
        `${compose} up --build`,
      ],
    });
    expect(readFileSync(join(path, ".env"), "utf8")).toBe("APP_NAME=api\nAPP_KEY=base64:generated\n");
    expect(local(path, "--profile", "aws", "up").calls).toEqual([`${compose} --profile aws up`]);
  });

  it("adds the line of the key, and leaves an .env as it is otherwise", () => {
    const path = repository("api", { ".env": "APP_NAME=mine\n", ".env.example": "APP_NAME=api\n" });

    expect(local(path, "up").status).toBe(0);
    expect(readFileSync(join(path, ".env"), "utf8")).toBe("APP_NAME=mine\nAPP_KEY=base64:generated\n");
  });

  it("reports that there is nothing to make .env from", () => {
    expect(local(repository("api"), "up")).toMatchObject({
      status: 1,
      stderr:
        "docker/local: there is neither .env nor .env.example. Fix: create .env, at least with APP_ENV=local\n",
      calls: [],
    });
  });

  it("gives each clone a project of its own, and its files the user's ids", () => {
    const [one, other, odd] = [repository("a/api"), repository("b/api"), repository("_My App (v2)")];
    const projects = [one, other, odd].map((path) => [...local(path, "ps").projects][0]);

    expect(projects[0]).toMatch(/^api-\d+$/);
    expect(projects[2]).toMatch(/^myappv2-\d+$/);
    expect(new Set(projects).size).toBe(3);
    expect([...local(one, "ps").projects]).toEqual([projects[0]]);
    expect([...local(one, "ps").users]).toEqual([`${process.getuid?.()}:${process.getgid?.()}`]);
  });

  const composed = () =>
    parse(readFileSync(join(DOCKER, "compose.yaml"), "utf8"), { merge: true }) as {
      name?: string;
      services: Record<
        string,
        {
          image?: string;
          pull_policy?: string;
          build?: object;
          profiles?: string[];
          depends_on?: Record<string, { condition: string }>;
          ports?: string[];
        }
      >;
    };

  it("opens its ports to this machine only, because Docker passes by its firewall", () => {
    const ports = Object.values(composed().services).flatMap((service) => service.ports ?? []);
    expect(ports).toHaveLength(4);
    for (const port of ports)
      expect(port).toMatch(/^\$\{LOCAL_ADDRESS:-127\.0\.0\.1\}:\$\{[A-Z]+_PORT:-\d+\}:\d+$/);
  });

  it("builds one image of the application, which no registry has", () => {
    const { services } = composed();
    const ofTheApplication = Object.entries(services).filter(([, { image }]) => image?.endsWith("-app"));

    expect(ofTheApplication.map(([name]) => name)).toEqual(["migrate", "app", "worker", "scheduler"]);
    for (const [, { pull_policy }] of ofTheApplication) expect(pull_policy).toBe("never");
    expect(ofTheApplication.flatMap(([name, { build }]) => (build ? [name] : []))).toEqual(["app"]);
  });

  it("starts containers of the application after one migration, and the stand-ins only on demand", () => {
    const { name, services } = composed();

    expect(name).toBeUndefined();
    const onDemand = Object.entries(services).flatMap(([name, { profiles }]) => (profiles ? [name] : []));
    expect(onDemand).toEqual(["valkey", "aws", "aws-setup", "vite"]);
    for (const name of ["app", "worker", "scheduler"]) {
      expect(services[name]?.depends_on).toMatchObject({
        migrate: { condition: "service_completed_successfully" },
      });
    }
    expect(services.migrate?.depends_on).toEqual({ mysql: { condition: "service_healthy" } });
  });
});
