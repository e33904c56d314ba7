import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { Environment } from "../../config/environment";
import { resolveEnvironments } from "../../config/resolve-environments";
import type { EnvironmentInput } from "../../config/schema/schema";
import { clientsOf, furnishAccount } from "../../local/account";
import type { EmbeddedAws, Profile } from "../../local/aws";
import { startAws, stopAws } from "../../local/aws";
import { Cdktf } from "../../local/cdktf";
import { DataPlane } from "../../local/data-plane/data-plane";
import type { SlackPage } from "../../local/data-plane/slack";
import { authority } from "../../local/images/release";
import type { ChildEnvironment } from "../../local/isolation";
import { isolatedEnvironment } from "../../local/isolation";
import type { Finished, RunOptions } from "../../local/processes";
import { run, succeed } from "../../local/processes";
import { LOCAL, ROOT } from "../../local/project";
import type { Providers } from "../../local/providers";
import { fitStacks } from "../../local/fit-stacks";
import { providersHere } from "../../local/providers";
import { stackFolder, Terraform } from "../../local/terraform";
import { environmentNamed } from "../../ops/cli/environments";
import { buildApp } from "../../stacks/app";
import { SourceCopy } from "../helpers/source-copy";
import type { StackJson } from "../helpers/stacks";
import { AwsControls, type Refusal } from "./aws-controls";
import { KeptProvider, providerIn } from "./kept-provider";
import { AttachedTerraform, ProviderRelay } from "./provider-relay";

/** The account of one test: an embedded AWS on its own port, and a folder for its stacks. */
export class Sandbox {
  public readonly clients: ReturnType<typeof clientsOf>;
  public readonly controls: AwsControls;
  public readonly environment: ChildEnvironment;
  /** The project with the environments of the tests, for the commands. */
  private readonly project = new SourceCopy();
  private plane: DataPlane | undefined;
  /** By stack. */
  private readonly relays = new Map<string, Promise<ProviderRelay>>();
  private refusalsExpected = 0;

  private constructor(
    public readonly folder: string,
    public readonly region: string,
    private readonly aws: EmbeddedAws,
    public readonly providers: Providers,
  ) {
    this.clients = clientsOf(aws.endpoint, region);
    this.controls = new AwsControls(aws.endpoint);
    this.environment = isolatedEnvironment(aws.endpoint, region, folder);
  }

  /** @param options `pace`: every waiting time of AWS is multiplied by it */
  public static async open({
    region = "ap-northeast-1",
    profile = "grown",
    pace = 1,
  }: { region?: string; profile?: Profile; pace?: number } = {}): Promise<Sandbox> {
    const folder = mkdtempSync(join(tmpdir(), "laravel-ecs-"));
    const aws = await startAws({
      ...{ folder, pythonFolder: LOCAL, forTests: true, profile, pace },
      authority: authority().certificate,
    });
    const environment = isolatedEnvironment(aws.endpoint, region, folder);
    return new Sandbox(folder, region, aws, await providersHere(folder, environment));
  }

  /**
   * Another account with everything that this one has, and its stacks as they are synthesized and initialized. It ends with this one at
   * the latest. Neither may have hosts, or a request in progress.
   */
  public async copy(): Promise<Sandbox> {
    const folder = mkdtempSync(join(tmpdir(), "laravel-ecs-"));
    const filter = (path: string) => !/aws\.(json|log)$|\.sock$/.test(path);
    cpSync(this.folder, folder, { recursive: true, verbatimSymlinks: true, filter });
    const aws = await this.controls.copied();
    writeFileSync(join(folder, "aws.json"), JSON.stringify(aws));
    const copy = new Sandbox(folder, this.region, aws, this.providers);
    copy.refusalsExpected = this.refusalsExpected;
    return copy;
  }

  /** Gives the instances of the Auto Scaling groups in a region hosts that join. Their containers are simulated. */
  public async startHosts(region = this.region): Promise<void> {
    this.plane = await DataPlane.start({
      endpoint: this.aws.endpoint,
      region,
      kind: "simulated",
      folder: join(this.folder, "data-plane"),
      prefix: "e2e",
      subnet: 200,
      source: "",
      authority: authority(),
      log: (line) => process.stdout.write(`${line}\n`),
    });
  }

  /** The local page that stands for Slack. It exists with the hosts. */
  public get slack(): SlackPage {
    if (!this.plane) throw new Error("Slack is started with the hosts");
    return this.plane.slack;
  }

  /** Fails if a request was refused that no test expected: AWS would refuse it too. */
  public async close(): Promise<void> {
    await this.plane?.stop();
    for (const relay of this.relays.values()) await (await relay).stop();
    const { operations, refusals } = await this.controls.refereed();
    await stopAws(this.folder);
    rmSync(this.folder, { recursive: true, force: true });
    this.project.remove();

    const requests = Object.values(operations).reduce((sum, count) => sum + count, 0);
    const file = relative(ROOT, expect.getState().testPath ?? "");
    process.stdout.write(
      `${file}: ${requests} requests of ${Object.keys(operations).length} operations were refereed\n`,
    );
    expect(refusals.slice(this.refusalsExpected)).toEqual([]);
  }

  /** The requests that were refused since the last call. They count as expected. */
  public async refusals(): Promise<readonly Refusal[]> {
    const { refusals } = await this.controls.refereed();
    const since = refusals.slice(this.refusalsExpected);
    this.refusalsExpected = refusals.length;
    return since;
  }

  /** Creates what the account has before the first deployment, including the state bucket. */
  public async prepare(environment: Environment): Promise<void> {
    await furnishAccount(environment, this.clients);
    // `ops bootstrap` knows the environment of which this may be a variant.
    await furnishAccount(environmentNamed(environment.environment), this.clients);
    await succeed(
      process.execPath,
      ["--import", "tsx", "ops/main.ts", "bootstrap", environment.environment],
      {
        cwd: this.project.folder,
        env: this.environment,
      },
    );
  }

  /** Runs `npm run ops -- ...` as an operator with this account's credentials would. */
  public ops(
    args: readonly string[],
    options: { input?: string; env?: ChildEnvironment } & Pick<RunOptions, "onStart"> = {},
  ): Promise<Finished> {
    return run(process.execPath, ["--import", "tsx", "ops/main.ts", ...args], {
      cwd: this.project.folder,
      env: { ...this.environment, ...options.env },
      ...(options.onStart === undefined ? {} : { onStart: options.onStart }),
      ...(options.input === undefined ? {} : { input: options.input }),
    });
  }

  /** The cdktf command line on the tests' environments. */
  public get cdktf(): Cdktf {
    return new Cdktf(this.output, this.environment, { cwd: this.project.folder });
  }

  /** Synthesizes any environment, e.g. a variant of production. */
  public synth(input: EnvironmentInput): Environment {
    const [environment] = resolveEnvironments([input]);
    if (!environment) throw new Error("unreachable: one environment in, one out");
    buildApp([environment], { outdir: this.output }).synth();
    fitStacks(this.output, this.providers);
    return environment;
  }

  /** Makes this the only environment that the commands know, as if the operator had written it. */
  public operate(input: EnvironmentInput): void {
    this.project.write(
      "environments/environments.ts",
      `export const ENVIRONMENTS = [${JSON.stringify(input)}];`,
    );
  }

  /** Synthesizes the tests' environments, by the command line. */
  public async cdktfSynth(): Promise<void> {
    await this.cdktf.synth();
    fitStacks(this.output, this.providers);
  }

  /** Terraform in the folder of a stack. Its commands share AWS providers that are kept. */
  public terraform(stack: string): Terraform {
    const folder = this.stackFolder(stack);
    return new AttachedTerraform(folder, this.environment, () => this.attachment(stack));
  }

  /**
   * What a command on a stack needs in its environment to use the AWS providers that are kept for this stack, with the sandbox's
   * credentials. Nothing for the first `init`, which installs the provider.
   */
  public async attachment(stack: string): Promise<ChildEnvironment> {
    const folder = this.stackFolder(stack);
    const executable = providerIn(folder);
    if (executable === undefined) return {};
    const relay =
      this.relays.get(stack) ??
      ProviderRelay.start(join(this.folder, `${stack}.sock`), () =>
        KeptProvider.start(executable, folder, this.environment),
      );
    this.relays.set(stack, relay);
    return (await relay).attachment;
  }

  public stackFolder(stack: string): string {
    return stackFolder(this.output, stack);
  }

  /** Runs `ops/ci/main.ts` on what was synthesized, as a workflow would. */
  public ci(args: readonly string[], env: ChildEnvironment = {}): Promise<Finished> {
    return run(process.execPath, ["--import", "tsx", "ops/ci/main.ts", "--output", this.output, ...args], {
      cwd: this.project.folder,
      env: { ...this.environment, ...env },
    });
  }

  /** A synthesized stack, as Terraform gets it. */
  public stack(stack: string): StackJson {
    return JSON.parse(readFileSync(join(this.stackFolder(stack), "cdk.tf.json"), "utf8")) as StackJson;
  }

  private get output(): string {
    return join(this.folder, "cdktf.out");
  }
}
