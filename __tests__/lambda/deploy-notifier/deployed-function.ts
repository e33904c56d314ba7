import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolveEnvironments } from "../../../config/resolve-environments";
import { production } from "../../environments/production";
import { packArchives } from "../../../local/archives";
import { succeed } from "../../../local/processes";
import { buildApp } from "../../../stacks/app";

/** The result of one invocation. */
export interface Ended {
  /** The error, if it threw one: Lambda then retries the event, and finally keeps it. */
  readonly error: string | null;
  readonly ms: number;

  /** The CPU time since the function began to load. */
  readonly cpuMs: number;
}

/** The settings that the stack gives the function. */
export interface Settings {
  readonly concurrency: number;
  readonly retries: number;
  readonly maximumAgeSeconds: number;
}

/** The notifier of the production stack, one instance at a time: unpacked from its zip, in separate Node.js processes. */
export class DeployedFunction {
  private readonly instances: Instance[] = [];

  private constructor(
    private readonly folder: string,
    public readonly zipBytes: number,
    public readonly settings: Settings,
    public readonly certificate: { key: Buffer; cert: Buffer },
  ) {}

  public static async unpack(): Promise<DeployedFunction> {
    const folder = mkdtempSync(join(tmpdir(), "notifier-"));
    const oneAtATime = { ...production, slack: { ...production.slack, reserveConcurrency: true } };
    buildApp(resolveEnvironments([oneAtATime]), { outdir: folder }).synth();
    const [zip = ""] = packArchives(folder);
    await succeed("python3", ["-m", "zipfile", "-e", zip, join(folder, "function")]);
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    await makeCertificate(key, cert);
    return new DeployedFunction(folder, readFileSync(zip).length, settingsIn(folder), {
      key: readFileSync(key),
      cert: readFileSync(cert),
    });
  }

  /** A new instance with an empty memory. It trusts the certificate, like that of Slack. */
  public async start(awsEndpoint: string, parameter: string, secret: string): Promise<Instance> {
    const child = fork(join(__dirname, "runtime.mjs"), [join(this.folder, "function", "index.mjs")], {
      silent: true,
      execArgv: [],
      env: {
        NODE_EXTRA_CA_CERTS: join(this.folder, "cert.pem"),
        AWS_REGION: "ap-northeast-1",
        AWS_ENDPOINT_URL: awsEndpoint,
        AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
        AWS_SECRET_ACCESS_KEY: secret,
        AWS_SESSION_TOKEN: secret,
        ENVIRONMENT_NAME: "api-production",
        SLACK_PARAMETER: parameter,
      },
    });
    const instance = new Instance(child);
    this.instances.push(instance);
    await instance.loaded;
    return instance;
  }

  public close(): void {
    for (const instance of this.instances) instance.stop();
    rmSync(this.folder, { recursive: true });
  }
}

function settingsIn(folder: string): Settings {
  const file = join(folder, "stacks", "production-service", "cdk.tf.json");
  const { resource } = JSON.parse(readFileSync(file, "utf8")) as {
    resource: Record<string, Record<string, Record<string, number>>>;
  };
  const only = (type: string) => Object.values(resource[type] ?? {})[0] ?? {};
  const { reserved_concurrent_executions: concurrency = NaN } = only("aws_lambda_function");
  const { maximum_retry_attempts: retries = NaN, maximum_event_age_in_seconds: maximumAgeSeconds = NaN } =
    only("aws_lambda_function_event_invoke_config");
  return { concurrency, retries, maximumAgeSeconds };
}

export class Instance {
  /** Its output. */
  public output = "";
  public readonly loaded: Promise<number>;

  constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => (this.output += text));
    }
    this.loaded = once(child, "message").then(([{ loadedMs }]) => loadedMs as number);
  }

  public async invoke(event: unknown, limitMs: number): Promise<Ended> {
    const ended = once(this.child, "message");
    this.child.send({ event, limitMs });
    const [message] = (await ended) as [Ended];
    return message;
  }

  public stop(): void {
    this.child.kill();
  }
}

/** A self-signed certificate for the loopback interface. */
export async function makeCertificate(key: string, certificate: string): Promise<void> {
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=slack"];
  const name = ["-addext", "subjectAltName=IP:127.0.0.1"];
  await succeed("openssl", [...request, ...name, "-keyout", key, "-out", certificate]);
}
