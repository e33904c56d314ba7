import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { isolatedEnvironment } from "../../../local/isolation";
import { eventually } from "../../../local/processes";
import { EXIT } from "../../../ops/cli/outcome";
import type { Agent } from "../../local/ecs/agent";
import { Account } from "./account";
import type { Answers } from "../played/endpoint";
import { Endpoint } from "../played/endpoint";
import type { Script, Template } from "./template";
import { scriptOf } from "./template";

/** How a command ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One second that a command waits takes this share of a second. */
const PACE = "0.01";

/** A copy of production in the embedded AWS, and the real commands as processes that know no other AWS. */
export class Stage {
  private readonly processes = new Set<ChildProcess>();

  private constructor(
    private readonly template: Template,
    private readonly pid: number,
    public readonly account: Account,
    private readonly host: Agent,
    /** What the containers do. */
    public readonly script: Script,
    /** Between the commands and AWS: records the calls, and disturbs them. */
    public readonly aws: Endpoint,
  ) {}

  /** @param played answers instead of those of the embedded AWS, by service */
  public static async open(template: Template, played: Record<string, Answers> = {}): Promise<Stage> {
    const { endpoint, pid } = await template.copy();
    const account = new Account(endpoint, template.bundle.environment, template.account.targetGroup);
    const script: Script = {};
    const host = await template.host.copied(account.clients, scriptOf(script));
    return new Stage(template, pid, account, host, script, await Endpoint.open(played, endpoint));
  }

  /** Fails when AWS would have refused a call. */
  public async close(): Promise<void> {
    for (const each of this.processes) each.kill("SIGKILL");
    await this.host.stop();
    const answer = await fetch(`${this.account.clients.endpoint}/embedded-aws/refereed`);
    const { refusals } = (await answer.json()) as { refusals: unknown[] };
    process.kill(this.pid, "SIGKILL");
    await this.aws.close();
    expect(refusals).toEqual([]);
  }

  /** Waits until the commands have made this call, so many times. */
  public async calls(action: string, times = 1): Promise<void> {
    const made = () => this.aws.actions.filter((each) => each === action).length >= times;
    expect({ action, made: await eventually(made, 30) }).toEqual({ action, made: true });
  }

  /** Runs a command to its end. @param input what is piped in */
  public ops(
    args: readonly string[],
    environment: Record<string, string> = {},
    input?: string,
  ): Promise<Ended> {
    return this.start(args, environment, input).ended;
  }

  /** Starts a command, to be interrupted or killed. */
  public start(args: readonly string[], environment: Record<string, string> = {}, input?: string) {
    const before = this.aws.changes.length;
    const isAlone = this.processes.size === 0;
    const child = spawn(process.execPath, [this.template.bundle.file, ...args], {
      env: {
        ...isolatedEnvironment(this.aws.url, this.account.environment.region, "/nonexistent"),
        AWS_MAX_ATTEMPTS: "3",
        OPS_PACE: PACE,
        ...environment,
      },
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    child.stdin?.end(input);
    this.processes.add(child);
    let [stdout, stderr] = ["", ""];
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const ended = new Promise<Ended>((resolve) =>
      child.on("close", (code) => {
        this.processes.delete(child);
        resolve({ code, stdout, stderr });
      }),
    ).then((end) => {
      // Which command made a change is known if no other one ran.
      if (end.code === EXIT.refused && isAlone && this.processes.size === 0)
        expect(this.aws.changes.slice(before)).toEqual([]);
      return end;
    });
    return { kill: (signal: NodeJS.Signals) => child.kill(signal), ended };
  }
}
