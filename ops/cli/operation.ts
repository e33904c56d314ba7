import type { Environment } from "../../config/environment";
import { namesOf } from "../../facts/names";
import type { ClientClass } from "./clients";
import { Clients } from "./clients";
import { Interruption } from "./outcome";
import type { Output } from "./output";
import { Deadline, pause } from "./pace";

/** What every command works with: one environment, in an account that was checked. */
export class Operation {
  public readonly names: ReturnType<typeof namesOf>;
  private readonly clients: Clients;

  constructor(
    public readonly environment: Environment,
    public readonly output: Output,

    /** Aborted by Ctrl-C. A call in flight is waited for, so that what it did is known; a pause ends at once. */
    public readonly signal: AbortSignal,
  ) {
    this.names = namesOf(environment);
    this.clients = new Clients(environment.region);
  }

  /** The client of a service, e.g. `operation.client(ECSClient)`. */
  public client<Client>(Class: ClientClass<Client>): Client {
    return this.clients.of(Class);
  }

  /**
   * Waits between two looks at AWS.
   *
   * @throws Interruption when the operator wants no more
   */
  public pause(seconds: number): Promise<void> {
    return pause(seconds, this.signal);
  }

  /** The end of the time that something may take from now on. */
  public deadline(seconds: number): Deadline {
    return new Deadline(seconds);
  }

  /** @throws Interruption when the operator wants no more: before a step that changes something */
  public goOn(): void {
    if (this.signal.aborted) throw new Interruption();
  }
}
