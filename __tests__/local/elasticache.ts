import { AwsClient } from "aws4fetch";
import type { clientsOf } from "../../local/account";

/** Requests of ElastiCache, for which no SDK is installed. */
export class ElastiCache {
  private readonly signer: AwsClient;

  constructor(private readonly clients: ReturnType<typeof clientsOf>) {
    this.signer = new AwsClient({ ...clients.credentials, region: clients.region, service: "elasticache" });
  }

  /** The body of an answer. */
  public async accepted(action: string, input: Record<string, string>): Promise<string> {
    const { status, body } = await this.ask(action, input);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body;
  }

  /** The code of the error with which a request is refused. */
  public async refused(action: string, input: Record<string, string>): Promise<string | undefined> {
    return valueOf((await this.ask(action, input)).body, "Code");
  }

  private async ask(
    action: string,
    input: Record<string, string>,
  ): Promise<{ status: number; body: string }> {
    const body = new URLSearchParams({ Action: action, Version: "2015-02-02", ...input }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const response = await this.signer.fetch(this.clients.endpoint, { method: "POST", headers, body });
    return { status: response.status, body: await response.text() };
  }
}

/** The text of the first element of a name. */
export const valueOf = (body: string, element: string) => new RegExp(`<${element}>([^<]*)<`).exec(body)?.[1];

/** A list of values as parameters of a request, e.g. `SubnetIds.SubnetIdentifier`. */
export const listed = (name: string, values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((value, index) => [`${name}.${index + 1}`, value]));
