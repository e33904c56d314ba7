import {
  DescribeContainerInstancesCommand,
  ECSClient,
  ListContainerInstancesCommand,
} from "@aws-sdk/client-ecs";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { EnvironmentInput } from "../../config/schema/schema";
import { clientsOf } from "../../local/account";
import { Cdktf } from "../../local/cdktf";
import { networksOf, runningDataPlane } from "../../local/data-plane/process";
import { fitStacks } from "../../local/fit-stacks";
import { authority } from "../../local/images/release";
import { type ChildEnvironment, isolatedEnvironment } from "../../local/isolation";
import { type Finished, run, type RunOptions } from "../../local/processes";
import { LOCAL } from "../../local/project";
import { providersHere } from "../../local/providers";
import { stackFolder, Terraform } from "../../local/terraform";
import { until } from "../images/sandbox/container";
import { filesInGit, ProjectCopy, ROOT } from "../helpers/project-copy";

/** What a checkout keeps between runs of `make up`. */
const CACHES = ["authority", "images", "registry", "venv"];

/** Waits of the embedded AWS and of the commands take this part of their time. What the containers do takes its own. */
const PACE = "0.2";

/** A copy of the project with the environments of the tests, in which `make up` has started everything. */
export class RunningProject extends ProjectCopy {
  private readonly aws = this.path(".local/aws");
  private readonly changes: Partial<EnvironmentInput> = {};

  constructor() {
    super("application", filesInGit());
    this.linkPackages();
    for (const file of readdirSync(join(ROOT, "__tests__/environments"))) {
      const text = readFileSync(join(ROOT, "__tests__/environments", file), "utf8");
      const name = file === "production.ts" ? "unchanged.ts" : file;
      this.write(`environments/${name}`, text.replace("../../config/", "../config/"));
    }
    this.change({});
    mkdirSync(this.path(".local"));
    authority();
    for (const cache of CACHES) {
      mkdirSync(join(LOCAL, cache), { recursive: true });
      symlinkSync(join(LOCAL, cache), this.path(".local", cache));
    }
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
    const file = "local/example/routes/api.php";
    const before = this.read(file);
    if (!before.includes(text)) throw new Error(`the routes do not contain: ${text}`);
    this.write(
      file,
      before.replace(text, () => replacement),
    );
    await this.local("push", tag).finally(() => this.write(file, before));
  }

  /** `npm run ops -- ...`, with any exit code. */
  public ops(args: readonly string[], input?: string): Promise<Finished> {
    return this.node(["ops/main.ts", ...args], { ...this.environment, OPS_PACE: PACE }, input);
  }

  /** Until `ops status` ends with 0. @throws Error with what it reported last */
  public async allIsWell(): Promise<void> {
    const isWell = async () => {
      const { code, output } = await this.ops(["status", "production"]);
      if (code !== 0) throw new Error(output);
      return true;
    };
    await until("all is well", isWell, 120);
  }

  /** `npm run ops -- ...`, until its output has a text. Then it gets Ctrl-C. */
  public async opsUntil(shown: RegExp, args: readonly string[]): Promise<Finished> {
    let [pid, output] = [0, ""];
    return this.node(["ops/main.ts", ...args], { ...this.environment, OPS_PACE: PACE }, undefined, {
      onStart: (started) => (pid = started),
      onOutput: (more) => {
        const before = shown.test(output);
        output += more;
        // Once: a second Ctrl-C ends the command at once.
        if (!before && shown.test(output)) process.kill(pid, "SIGINT");
      },
    });
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
  public async underLoad(
    work: () => Promise<unknown>,
    path = "/",
  ): Promise<{ failures: string[]; versions: string[] }> {
    const failures: string[] = [];
    const versions = new Set<string>();
    let ended = false;
    const client = async () => {
      while (!ended) {
        await this.json<{ version: string }>(path).then(
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

  /** The hosts that have joined the cluster. */
  public async hosts(): Promise<{ instance: string; status: string }[]> {
    const [ecs, cluster] = [new ECSClient(this.clients), "api-production"];
    const { containerInstanceArns = [] } = await ecs.send(new ListContainerInstancesCommand({ cluster }));
    if (containerInstanceArns.length === 0) return [];
    const { containerInstances = [] } = await ecs.send(
      new DescribeContainerInstancesCommand({ cluster, containerInstances: containerInstanceArns }),
    );
    return containerInstances.map(({ ec2InstanceId: instance = "", status = "" }) => ({ instance, status }));
  }

  /** The process of the only host. */
  public hostProcess(): number {
    const [host, ...others] = processes().filter(
      ({ parent, command }) =>
        parent === runningDataPlane(this.aws)?.pid && command.includes("hosts/main.ts"),
    );
    if (!host || others.length > 0) throw new Error("there is not one host");
    return host.pid;
  }

  /** Kills all its processes at once, as `kill -9` does. Containers end with the host that started them. */
  public kill(): void {
    for (const { pid } of this.processes()) process.kill(pid, "SIGKILL");
  }

  /** What is left of it on this machine. */
  public async remains(): Promise<string[]> {
    const { prefix } = networksOf(this.aws);
    const output = async (command: string, ...args: string[]) =>
      (await run(command, args)).stdout.split("\n");
    const named = [
      ...readFileSync("/proc/mounts", "utf8").split("\n"),
      ...(await output("find", "/sys/fs/cgroup", "-maxdepth", "6", "-name", `${prefix}-*`)),
      ...(await output("ip", "netns", "list")),
      ...(await output("ip", "-brief", "link")),
    ];
    return [
      ...this.processes().map(({ command }) => command),
      ...named.filter((line) => line.includes(this.folder) || line.includes(`${prefix}-`)),
    ];
  }

  /** The processes with its folder in their command line or as their working directory. */
  private processes(): Process[] {
    return processes().filter(
      ({ pid, command }) => command.includes(this.folder) || workingDirectory(pid).startsWith(this.folder),
    );
  }

  public get clients(): ReturnType<typeof clientsOf> {
    return clientsOf(this.endpoint, "ap-northeast-1");
  }

  private get output(): string {
    return join(this.aws, "cdktf.out");
  }

  private node(
    args: string[],
    env: NodeJS.ProcessEnv,
    input?: string,
    options: Pick<RunOptions, "onStart" | "onOutput"> = {},
  ): Promise<Finished> {
    return run(process.execPath, ["--import", "tsx", ...args], {
      ...options,
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

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function processes(): Process[] {
  return execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => {
      const [pid, parent, ...command] = line.trim().split(/\s+/);
      return { pid: Number(pid), parent: Number(parent), command: command.join(" ") };
    });
}

/** Empty if the process has ended, or is one of the kernel. */
function workingDirectory(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return "";
  }
}
