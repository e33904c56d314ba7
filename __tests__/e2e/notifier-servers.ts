import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Instance } from "../lambda/deploy-notifier/deployed-function";
import { DeployedFunction, makeCertificate } from "../lambda/deploy-notifier/deployed-function";
import { CANARY, PlayedAws } from "../lambda/deploy-notifier/played-aws";
import { PlayedSlack } from "../lambda/deploy-notifier/played-slack";

/** Where nothing listens: it is not among the ports that the kernel gives to servers that listen on any port. */
export const CLOSED_PORT = 2;

export const PARAMETER = "/api-production/slack/webhook";

/** The function of the stack, from its zip, in separate processes, and the live servers that it meets. */
export class NotifierServers {
  private readonly servers: { close(): Promise<void> }[];

  private constructor(
    public readonly deployed: DeployedFunction,
    public readonly slack: PlayedSlack,
    /** A Slack with a certificate of its own. */
    public readonly untrusted: PlayedSlack,
  ) {
    this.servers = [slack, untrusted];
  }

  public static async open(): Promise<NotifierServers> {
    const deployed = await DeployedFunction.unpack();
    const [key, cert] = [join(tmpdir(), `key-${process.pid}.pem`), join(tmpdir(), `cert-${process.pid}.pem`)];
    await makeCertificate(key, cert);
    const slack = await PlayedSlack.open(deployed.certificate);
    const untrusted = await PlayedSlack.open({ key: readFileSync(key), cert: readFileSync(cert) });
    for (const file of [key, cert]) rmSync(file);
    return new NotifierServers(deployed, slack, untrusted);
  }

  public async close(): Promise<void> {
    this.deployed.close();
    await Promise.all(this.servers.map((server) => server.close()));
  }

  public url(path: string, port = this.slack.port): string {
    return `https://127.0.0.1:${port}${path}`;
  }

  /** A new instance with its own AWS, and the path of its webhook, which no output may contain. */
  public async start(name: string): Promise<{ instance: Instance; aws: PlayedAws; path: string }> {
    const path = `/services/${name.replaceAll(/\W/g, "-")}-${CANARY}`;
    const aws = await PlayedAws.open(this.deployed.certificate);
    this.servers.push(aws);
    aws.world.webhook = this.url(path);
    const instance = await this.deployed.start(aws.endpoint, PARAMETER, CANARY);
    return { instance, aws, path };
  }

  /** Fails if something that was posted or said has the webhook. @returns a sentence with figures */
  public expectNoSecret(said: readonly string[]): string {
    const posts = [...this.slack.posts, ...this.untrusted.posts];
    const everything = [...said, JSON.stringify(posts.map(({ payload }) => payload))];
    expect(everything.filter((text) => text.includes(CANARY))).toHaveLength(0);
    return `${everything.join("").length} characters of output: no canary`;
  }
}
