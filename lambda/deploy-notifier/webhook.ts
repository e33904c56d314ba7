import { ask } from "./aws";
import { fields, text } from "./shape";

/** How long a URL is used before its parameter is looked at again. */
const KEEP_MS = 5 * 60_000;

/** What Terraform puts into the parameter until an operator does. */
const NOT_SET = "not set yet";

/** There is no usable webhook. The message never contains what was found instead. */
class NoWebhook extends Error {}

/** The webhook's URL, which is a secret: whoever has it may post. It is read when it is needed and kept for a while. */
export class Webhook {
  private url: string | undefined;
  private readAt = -Infinity;

  constructor(private readonly parameter: string) {}

  /**
   * @throws NoWebhook when the parameter holds no URL; AwsError when it cannot be read and no URL is known
   */
  public async read(signal: AbortSignal): Promise<string> {
    if (this.url !== undefined && Date.now() - this.readAt < KEEP_MS) return this.url;
    try {
      this.url = await this.fetch(signal);
      this.readAt = Date.now();
      return this.url;
    } catch (error) {
      if (this.url === undefined || error instanceof NoWebhook) throw error;
      // Parameter Store does not answer, but the URL of a while ago most likely still works.
      return this.url;
    }
  }

  /** Slack does not want this URL any more: the next `read` looks for another. */
  public forget(): void {
    this.url = undefined;
  }

  private async fetch(signal: AbortSignal): Promise<string> {
    const answer = await ask("ssm", "GetParameter", { Name: this.parameter, WithDecryption: true }, signal);
    const value = text(fields(answer.Parameter).Value).trim();
    if (value === NOT_SET) {
      throw new NoWebhook(`nobody has put Slack's webhook into the parameter ${this.parameter} yet`);
    }
    if (!URL.canParse(value) || new URL(value).protocol !== "https:") {
      throw new NoWebhook(`the parameter ${this.parameter} holds no https URL`);
    }
    return value;
  }
}
