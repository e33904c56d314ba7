import type { EmbeddedAws } from "../../local/aws";

/** One call of the embedded AWS, as `local/moto/questions.py` records it. */
export interface Call {
  /** The access key it was signed with. */
  readonly caller: string | null;

  /** The role whose session signed it, if the role exists. */
  readonly role: string | null;
  readonly service: string | null;

  /** Its name, or the method and path if the request does not contain the name. */
  readonly action: string;
  readonly query: string;

  /** The parameters that name its resources. */
  readonly names: Readonly<Record<string, unknown>>;

  /** The SSM parameter that is read decrypted. */
  readonly decrypts: string | null;
}

/** A request that the referee (`local/moto/referee`) refused, by AWS's model of the operation or by a documented rule. */
export interface Refusal {
  readonly operation: string;
  readonly by: "model" | "rule";
  readonly code: string;
  readonly message: string;
}

interface Refereed {
  readonly operations: Readonly<Record<string, number>>;
  readonly refusals: readonly Refusal[];
}

/** What a test sees of the embedded AWS, and does to it, beside AWS's own APIs (`local/moto/questions.py`). */
export class AwsControls {
  constructor(private readonly endpoint: string) {}

  /** All calls so far. */
  public async calls(): Promise<Call[]> {
    return (await this.ask("requests")) as Call[];
  }

  /** Breaks each field of the requests so far, and counts the faults that the referee missed. */
  public async selfTest(): Promise<{ operations: number; faults: number; missed: string[] }> {
    return (await this.ask("self-test")) as { operations: number; faults: number; missed: string[] };
  }

  /** The requests that the referee has judged, and those that it refused. */
  public async refereed(): Promise<Refereed> {
    return (await this.ask("refereed")) as Refereed;
  }

  /** The master password of a database, which AWS itself never returns. */
  public async databasePassword(identifier: string): Promise<string | undefined> {
    return ((await this.ask("database-passwords")) as Record<string, string>)[identifier];
  }

  /** The EventBridge rules that match an event. */
  public async matchingRules(event: object): Promise<string[]> {
    return (await this.ask("matching-rules", "POST", JSON.stringify(event))) as string[];
  }

  /** Ends all instances of an Availability Zone. None starts there until `findZone`. */
  public async loseZone(zone: string): Promise<void> {
    await this.ask(`lost-zones/${zone}`, "PUT");
  }

  /** Ends `loseZone`. */
  public async findZone(zone: string): Promise<void> {
    await this.ask(`lost-zones/${zone}`, "DELETE");
  }

  /** Makes every call of an action hang, as if AWS did not respond. */
  public async hold(action: string): Promise<void> {
    await this.ask(`hold/${action}`, "PUT");
  }

  /** Ends `hold`: the calls that hang are refused, later ones answered. */
  public async release(action: string): Promise<void> {
    await this.ask(`hold/${action}`, "DELETE");
  }

  /** Another embedded AWS with everything that this one has. It ends with this one at the latest. */
  public async copied(): Promise<EmbeddedAws> {
    return (await this.ask("copies", "POST")) as EmbeddedAws;
  }

  private async ask(question: string, method = "GET", body?: string): Promise<unknown> {
    const response = await fetch(`${this.endpoint}/embedded-aws/${question}`, {
      method,
      ...(body === undefined ? {} : { body }),
    });
    return response.json();
  }
}
