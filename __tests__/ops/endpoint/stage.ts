import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { Environment } from "../../../config/environment";
import { resolveEnvironments } from "../../../config/resolve-environments";
import { production } from "../../environments/production";
import type { EnvironmentInput } from "../../../config/schema/schema";
import { isolatedEnvironment } from "../../../local/isolation";
import { cloudwatch, ecr, iam, logs, s3, sqs, ssm, sts } from "./account";
import { accountOf } from "./account-of";
import { ecs } from "./ecs";
import type { Answers } from "./endpoint";
import { Endpoint } from "./endpoint";
import { AwsError } from "./protocols";
import type { World } from "./world";

/** How a command ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One second of what is played takes this share of a second. */
const PACE = "0.01";

/** The real commands, bundled once so that their processes start fast. */
export class Bundle {
  private readonly folder = mkdtempSync(join(tmpdir(), "laravel-ecs-ops-"));
  public readonly file = join(this.folder, "ops.cjs");

  private constructor(public readonly environment: Environment) {}

  /** @param changes what is other than in production, the only environment that the commands know */
  public static async make(changes: Partial<EnvironmentInput> = {}): Promise<Bundle> {
    const input = { ...production, ...changes };
    const [environment] = resolveEnvironments([input]) as [Environment];
    const bundle = new Bundle(environment);
    const { file: outfile } = bundle;
    const contents = `export const ENVIRONMENTS = [${JSON.stringify(input)}];`;
    await build({
      plugins: [
        {
          name: "environments",
          setup: (bundler) =>
            bundler.onLoad({ filter: /environments\/environments\.ts$/ }, () => ({ contents })),
        },
      ],
      entryPoints: ["ops/main.ts"],
      bundle: true,
      platform: "node",
      target: "node20",
      outfile,
      logLevel: "error",
    });
    return bundle;
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A played account of production, and the real commands as processes that know no other AWS. */
export class Stage {
  private readonly processes = new Set<ChildProcess>();

  private constructor(
    private readonly bundle: Bundle,
    public readonly environment: Environment,
    public readonly world: World,
    public readonly aws: Endpoint,
  ) {}

  /** @param more further services, or other answers, by service */
  public static async open(bundle: Bundle, more: Record<string, Answers> = {}): Promise<Stage> {
    const { environment } = bundle;
    const world = accountOf(environment);
    const services: Record<string, Answers> = {
      sts: sts(world),
      iam: iam(world),
      ssm: ssm(world),
      s3: s3(world),
      ecs: ecs(world),
      ecr: ecr(world, () => aws.url),
      logs: logs(world),
      sqs: sqs(() => aws.url),
      cloudwatch,
      unsigned: { GetObject: s3(world).GetObject ?? (() => new AwsError("NoSuchKey")) },
    };
    const aws = await Endpoint.open({ ...services, ...more });
    return new Stage(bundle, environment, world, aws);
  }

  public async close(): Promise<void> {
    for (const each of this.processes) each.kill("SIGKILL");
    await this.aws.close();
  }

  /** Runs a command to its end. */
  public ops(args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
    return this.start(args, environment).ended;
  }

  /** Starts a command, to be interrupted or killed. */
  public start(args: readonly string[], environment: Record<string, string> = {}) {
    const child = spawn(process.execPath, [this.bundle.file, ...args], {
      env: {
        ...isolatedEnvironment(this.aws.url, this.environment.region, "/nonexistent"),
        AWS_MAX_ATTEMPTS: "3",
        OPS_PACE: PACE,
        ...environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.processes.add(child);
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const ended = new Promise<Ended>((resolve) =>
      child.on("close", (code) => {
        this.processes.delete(child);
        resolve({ code, stdout, stderr });
      }),
    );
    return { kill: (signal: NodeJS.Signals) => child.kill(signal), ended };
  }
}
