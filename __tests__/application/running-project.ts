import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { EnvironmentInput } from "../../config/schema/schema";
import { clientsOf } from "../../local/account";
import { Cdktf } from "../../local/cdktf";
import { networksOf, runningDataPlane } from "../../local/data-plane/process";
import { fitStacks } from "../../local/fit-stacks";
import { authority } from "../../local/images/release";
import { type ChildEnvironment, isolatedEnvironment } from "../../local/isolation";
import { type Finished, run } from "../../local/processes";
import { LOCAL, ROOT } from "../../local/project";
import { providersHere } from "../../local/providers";
import { stackFolder, Terraform } from "../../local/terraform";

/** What a checkout keeps between runs of `make up`. */
const CACHES = ["authority", "images", "registry", "venv"];

/** Waits of the embedded AWS and of the commands take this part of their time. What the containers do takes its own. */
const PACE = "0.2";

/** A copy of the project with the environments of the tests, in which `make up` has started everything. */
export class RunningProject {
  public readonly folder = mkdtempSync(join(tmpdir(), "application-"));
  private readonly aws = join(this.folder, ".local/aws");
  private readonly changes: Partial<EnvironmentInput> = {};

  constructor() {
    const files = execFileSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8" });
    for (const file of files.split("\0").filter((name) => name && !name.startsWith("environments/")))
      if (existsSync(join(ROOT, file))) cpSync(join(ROOT, file), join(this.folder, file));
    for (const file of readdirSync(join(ROOT, "__tests__/environments"))) {
      const text = readFileSync(join(ROOT, "__tests__/environments", file), "utf8");
      const name = file === "production.ts" ? "unchanged.ts" : file;
      this.write(`environments/${name}`, text.replace("../../config/", "../config/"));
    }
    this.change({});
    mkdirSync(join(this.folder, ".local"));
    authority();
    for (const cache of CACHES) {
      mkdirSync(join(LOCAL, cache), { recursive: true });
      symlinkSync(join(LOCAL, cache), join(this.folder, ".local", cache));
    }
    symlinkSync(join(ROOT, "node_modules"), join(this.folder, "node_modules"));
  }

  /** Changes settings of the environment production. Earlier changes stay. */
  public change(settings: Partial<EnvironmentInput>): void {
    Object.assign(this.changes, settings);
    this.write(
      "environments/production.ts",
      `import { production as unchanged } from "./unchanged";\n` +
        `export const production = { ...unchanged, ...${JSON.stringify(this.changes)} } as typeof unchanged;\n`,
    );
  }

  /** A file of the project. */
  private write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** What `make up`, `make push` and `make down` run, which must succeed. Make itself might install node_modules again. */
  public async local(script: "up" | "push" | "down", ...args: string[]): Promise<string> {
    const { code, output } = await this.node([`local/${script}.ts`, ...args], {
      ...process.env,
      EMBEDDED_AWS_PACE: PACE,
    });
    if (code !== 0) throw new Error(`${script} ${args.join(" ")} ended with ${code}:\n${output}`);
    return output;
  }

  /** Pushes images of the example, with a text of its routes replaced for this tag alone. */
  public async push(tag: string, text = "", replacement = text): Promise<void> {
    const file = join(this.folder, "local/example/routes/api.php");
    const before = readFileSync(file, "utf8");
    if (!before.includes(text)) throw new Error(`the routes do not contain: ${text}`);
    writeFileSync(
      file,
      before.replace(text, () => replacement),
    );
    await this.local("push", tag).finally(() => writeFileSync(file, before));
  }

  /** `npm run ops -- ...`, with any exit code. */
  public ops(args: readonly string[], input?: string): Promise<Finished> {
    return this.node(["ops/main.ts", ...args], { ...this.environment, OPS_PACE: PACE }, input);
  }

  /** Deploys the stacks of the project as it is now, and requires that a second plan is empty. */
  public async deploy(...stacks: string[]): Promise<void> {
    const cdktf = new Cdktf(this.output, this.environment, { cwd: this.folder });
    rmSync(this.output, { recursive: true });
    await cdktf.synth();
    fitStacks(this.output, await providersHere(this.aws, this.environment));
    for (const stack of stacks) await cdktf.deploy(stack);
    await this.plansAreEmpty();
  }

  public async plansAreEmpty(): Promise<void> {
    for (const stack of ["production-base", "production-service"]) {
      const terraform = new Terraform(stackFolder(this.output, stack), this.environment);
      if (!existsSync(join(this.output, "stacks", stack, ".terraform"))) await terraform.init();
      const { changes, output } = await terraform.plan("-lock=false");
      if (changes) throw new Error(`${stack} has changes:\n${output}`);
    }
  }

  public get url(): string {
    return runningDataPlane(this.aws)?.url ?? "";
  }

  /** The body of a request through the load balancer, which must answer with 200. */
  public async json<T>(path: string, method = "GET"): Promise<T> {
    const response = await fetch(`${this.url}${path}`, { method });
    const body = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${body}`);
    return JSON.parse(body) as T;
  }

  /** The texts of the messages that were posted to Slack, one after the other. */
  public async slack(): Promise<string> {
    const response = await fetch(`${runningDataPlane(this.aws)?.slack}messages.json`);
    return JSON.stringify(await response.json(), undefined, 1);
  }

  /** Sends requests through the load balancer, one after the other, until the work has ended. */
  public async underLoad(work: () => Promise<unknown>): Promise<{ failures: string[]; versions: string[] }> {
    const failures: string[] = [];
    const versions = new Set<string>();
    let ended = false;
    const client = async () => {
      while (!ended) {
        await this.json<{ version: string }>("/").then(
          ({ version }) => versions.add(version),
          (error: Error) =>
            failures.push(`${new Date().toISOString()} ${error.message} ${String(error.cause)}`),
        );
        await sleep(50);
      }
    };
    const sending = client();
    try {
      await work();
    } finally {
      ended = true;
      await sending;
    }
    return { failures, versions: [...versions] };
  }

  /** The process of the only host. */
  public host(): number {
    const [host, ...others] = processes().filter(
      ({ parent, command }) =>
        parent === runningDataPlane(this.aws)?.pid && command.includes("hosts/main.ts"),
    );
    if (!host || others.length > 0) throw new Error("there is not one host");
    return host.pid;
  }

  /** What is left of it on this machine. */
  public async remains(): Promise<string[]> {
    const { prefix } = networksOf(this.aws);
    const output = async (command: string, ...args: string[]) =>
      (await run(command, args)).stdout.split("\n");
    return [
      ...processes().map(({ command }) => command),
      ...readFileSync("/proc/mounts", "utf8").split("\n"),
      ...(await output("find", "/sys/fs/cgroup", "-maxdepth", "6", "-name", `${prefix}-*`)),
      ...(await output("ip", "netns", "list")),
      ...(await output("ip", "-brief", "link")),
    ].filter((line) => line.includes(this.folder) || line.includes(`${prefix}-`));
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  public get clients(): ReturnType<typeof clientsOf> {
    return clientsOf(this.endpoint, "ap-northeast-1");
  }

  private get output(): string {
    return join(this.aws, "cdktf.out");
  }

  private node(args: string[], env: NodeJS.ProcessEnv, input?: string): Promise<Finished> {
    return run(process.execPath, ["--import", "tsx", ...args], {
      cwd: this.folder,
      env: env as ChildEnvironment,
      ...(input === undefined ? {} : { input }),
    });
  }

  private get endpoint(): string {
    return (JSON.parse(readFileSync(join(this.aws, "aws.json"), "utf8")) as { endpoint: string }).endpoint;
  }

  private get environment(): ChildEnvironment {
    return isolatedEnvironment(this.endpoint, "ap-northeast-1", this.aws);
  }
}

function processes(): { pid: number; parent: number; command: string }[] {
  return execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => {
      const [pid, parent, ...command] = line.trim().split(/\s+/);
      return { pid: Number(pid), parent: Number(parent), command: command.join(" ") };
    });
}
