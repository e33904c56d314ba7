import type { Environment } from "../../config/environment";
import { namesOf } from "../../facts/names";
import type { ClientClass } from "./clients";
import { Clients } from "./clients";
import { Interruption } from "./outcome";
import type { Output } from "./output";
import { Deadline, pause } from "./pace";

/** One run of a command on one environment: its names, AWS clients, output and abort signal. */
export class Operation {
  public readonly names: ReturnType<typeof namesOf>;
  private readonly clients: Clients;
  private readonly elsewhere = new Map<string, Clients>();

  constructor(
    public readonly environment: Environment,
    public readonly output: Output,

    /** Aborted by Ctrl-C. Calls in flight still complete, so that their result is known. A pause ends immediately. */
    public readonly signal: AbortSignal,
  ) {
    this.names = namesOf(environment);
    this.clients = this.clientsIn(environment.region);
  }

  public get environmentName(): string {
    return this.environment.environment;
  }

  /** The client of a service, e.g. `operation.client(ECSClient)`. */
  public client<Client>(Class: ClientClass<Client>): Client {
    return this.clients.of(Class);
  }

  /** The client of a service in another region. */
  public clientIn<Client>(region: string, Class: ClientClass<Client>): Client {
    const clients = this.elsewhere.get(region) ?? this.clientsIn(region);
    this.elsewhere.set(region, clients);
    return clients.of(Class);
  }

  private clientsIn(region: string): Clients {
    return new Clients(region, (request) => this.output.waiting.during(request));
  }

  /**
   * Waits between two requests to AWS.
   *
   * @throws Interruption after Ctrl-C
   */
  public pause(seconds: number): Promise<void> {
    return pause(seconds, this.signal);
  }

  /** A time limit that starts now. */
  public deadline(seconds: number): Deadline {
    return new Deadline(seconds);
  }

  /** Call it before a step that changes something. @throws Interruption after Ctrl-C */
  public goOn(): void {
    if (this.signal.aborted) throw new Interruption();
  }
}
