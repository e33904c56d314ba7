import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolveEnvironments } from "../../config/resolve-environments";
import { staging } from "../environments/staging";
import { Sandbox } from "./sandbox";

jest.setTimeout(300_000);

/** A server in place of the real AWS and of any proxy. No request may reach it. */
class RealAws {
  public readonly seen: string[] = [];
  private readonly server: Server = createServer((request: IncomingMessage, response) => {
    this.seen.push(`${request.method} ${request.url}`);
    response.writeHead(403).end();
  }).on("connect", (request: IncomingMessage, socket) => {
    this.seen.push(`CONNECT ${request.url}`);
    socket.destroy();
  });

  public async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public close(): void {
    this.server.close();
  }
}

describe("the commands for the embedded AWS, run by a user with a real account", () => {
  const realAws = new RealAws();
  const userEnvironment = { ...process.env };
  let home: string;
  let sandbox: Sandbox;

  beforeAll(async () => {
    const url = await realAws.listen();
    home = mkdtempSync(join(tmpdir(), "home-"));
    const config = join(home, "config");
    writeFileSync(
      config,
      [
        "[default]",
        "region = us-east-1",
        `endpoint_url = ${url}`,
        "services = real",
        "[profile real]",
        "role_arn = arn:aws:iam::999999999999:role/admin",
        "source_profile = default",
        "[services real]",
        ...["s3", "sts", "ssm", "iam", "route_53"].flatMap((service) => [
          `${service} =`,
          `  endpoint_url = ${url}`,
        ]),
        "",
      ].join("\n"),
    );
    const credentials = join(home, "credentials");
    writeFileSync(credentials, "[default]\naws_access_key_id = AKIAREAL\naws_secret_access_key = real\n");

    Object.assign(process.env, {
      AWS_CONFIG_FILE: config,
      AWS_SHARED_CREDENTIALS_FILE: credentials,
      AWS_PROFILE: "real",
      AWS_ACCESS_KEY_ID: "AKIAREAL",
      AWS_SECRET_ACCESS_KEY: "real",
      AWS_SESSION_TOKEN: "real",
      AWS_ENDPOINT_URL: url,
      ...Object.fromEntries(
        ["S3", "STS", "SSM", "IAM", "ROUTE_53", "EC2"].map((service) => [`AWS_ENDPOINT_URL_${service}`, url]),
      ),
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true",
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/credentials`,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: url,
      ...Object.fromEntries(
        ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"].map((name) => [name, url]),
      ),
      NO_PROXY: "",
      TF_CLI_ARGS: `-var=endpoint=${url}`,
    });
    sandbox = await Sandbox.open();
  });

  afterAll(async () => {
    await sandbox?.close();
    process.env = userEnvironment;
    realAws.close();
    rmSync(home, { recursive: true });
  });

  it("reaches nothing but the embedded AWS", async () => {
    const [environment] = resolveEnvironments([staging]);
    if (!environment) throw new Error("there is a staging");
    sandbox.synth(staging);
    await sandbox.prepare(environment);
    const base = sandbox.terraform("staging-base");
    await base.init();
    expect(await base.plan()).toMatchObject({ changes: true });

    expect(realAws.seen).toEqual([]);
    const services = new Set((await sandbox.controls.calls()).map(({ service }) => service));
    expect([...services]).toEqual(expect.arrayContaining(["iam", "route53", "s3", "ssm", "sts"]));
  });
});
