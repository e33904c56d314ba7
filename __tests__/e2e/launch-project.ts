import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyExample } from "../../local/images/application";
import type { ChildEnvironment } from "../../local/isolation";
import { authority } from "../../local/images/release";
import { eventually, type Finished, run } from "../../local/processes";
import { ROOT } from "../../local/project";
import type { Providers } from "../../local/providers";
import { processes } from "../../ops/terraform/process-group";
import { SourceCopy } from "../helpers/source-copy";

/** A launch that runs. */
export class RunningLaunch {
  private written = "";
  private code: number | undefined;

  constructor(
    private readonly child: ChildProcess,
    private readonly log: string,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => (this.written += text));
    child.on("close", (code, signal) => (this.code = code ?? (signal === "SIGKILL" ? 137 : 128)));
  }

  /** Waits until the launch has printed this. */
  public async prints(text: string, seconds = 500): Promise<void> {
    await this.waits(`prints ${text}`, () => this.written.includes(text), seconds);
  }

  /** Waits until the command that it runs has printed this. */
  public async logs(text: string, seconds = 500): Promise<void> {
    await this.waits(`logs ${text}`, () => this.logged().includes(text), seconds);
  }

  public kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Kills it with every process that it has started, as a machine that loses power. */
  public async killAll(): Promise<void> {
    const all = await processes();
    const below = (pid: number): number[] => [
      pid,
      ...all.filter(({ parent }) => parent === pid).flatMap((child) => below(child.pid)),
    ];
    for (const pid of below(this.child.pid ?? 0)) process.kill(pid, "SIGKILL");
  }

  /** Waits until it ends. */
  public async ends(seconds = 600): Promise<{ code: number | undefined; output: string }> {
    await eventually(() => this.code !== undefined, seconds);
    return { code: this.code, output: this.written };
  }

  private async waits(what: string, condition: () => boolean, seconds: number): Promise<void> {
    await eventually(() => condition() || this.code !== undefined, seconds);
    if (condition()) return;
    throw new Error(
      `It never ${what}; it ended with ${this.code}:\n${this.written}\n--- log\n${this.logged()}`,
    );
  }

  private logged(): string {
    return existsSync(this.log) ? readFileSync(this.log, "utf8") : "";
  }
}

/** Two clean clones: this project with the environments of the tests, and a Laravel repository. */
export class LaunchProject extends SourceCopy {
  private readonly more = mkdtempSync(join(tmpdir(), "launch-"));
  public readonly application = join(this.more, "api");
  public readonly commit: string;

  /** @param builder a script that stands for buildah; docker is not found then */
  constructor(providers: Providers, builder: string) {
    super();
    this.fitAfterSynth(providers);
    mkdirSync(this.application);
    copyExample(this.application);
    // The database of the embedded AWS has a certificate of this authority.
    cpSync(authority().certificate, join(this.application, "rds-ca.pem"));
    this.git("init", "--quiet");
    this.git("add", "--all");
    const author = ["-c", "user.name=Taylor", "-c", "user.email=taylor@team.example"];
    this.git(...author, "commit", "--quiet", "--message", "An application");
    this.commit = this.git("rev-parse", "HEAD").trim();
    mkdirSync(this.programs);
    writeFileSync(join(this.programs, "buildah"), builder, { mode: 0o755 });
    writeFileSync(join(this.programs, "docker"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
  }

  /** Programs that are found before those of the machine. */
  public get programs(): string {
    return join(this.more, "bin");
  }

  public git(...args: string[]): string {
    return execFileSync("git", args, { cwd: this.application, encoding: "utf8" });
  }

  public launch(env: Readonly<Record<string, string>>, ...args: string[]): RunningLaunch {
    const command = ["ops/main.ts", "launch", "production", "--app", this.application, "--yes", ...args];
    const child = spawn(process.execPath, ["--import", "tsx", ...command], {
      cwd: this.folder,
      env: { ...env, PATH: `${this.programs}:${env.PATH}` },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return new RunningLaunch(child, join(this.folder, ".launch/production.log"));
  }

  /** Any other command, with this standard input. */
  public ops(env: ChildEnvironment, args: readonly string[], input: string): Promise<Finished> {
    return run(process.execPath, ["--import", "tsx", "ops/main.ts", ...args], {
      cwd: this.folder,
      env,
      input,
    });
  }

  public override remove(): void {
    super.remove();
    rmSync(this.more, { recursive: true });
  }

  /** `cdktf synth` fits the stacks to the providers of this machine, as `make up` does between synth and deploy. */
  private fitAfterSynth(providers: Providers): void {
    const script = [
      `import { fitStacks } from ${JSON.stringify(join(ROOT, "local/fit-stacks.ts"))};`,
      `fitStacks(process.env.CDKTF_OUTDIR ?? "cdktf.out", ${JSON.stringify(providers)});\n`,
    ];
    writeFileSync(join(this.folder, "fit.ts"), script.join("\n"));
    this.replace("cdktf.json", "node stacks/synth.mjs", "node stacks/synth.mjs && node --import tsx fit.ts");
  }
}
