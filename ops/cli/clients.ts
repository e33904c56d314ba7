/** With the SDK's exponential backoff this retries throttling for about a minute. */
const MAX_ATTEMPTS = 8;

const CONNECT_MILLISECONDS = 5_000;
const REQUEST_MILLISECONDS = 20_000;

interface ClientConfiguration {
  readonly region: string;
  readonly maxAttempts?: number;
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: boolean;
  };
}

/** The part of the SDK's clients that is used here: what is done around each request with its retries. */
interface Middleware {
  readonly middlewareStack?: {
    add(
      around: (next: (args: unknown) => Promise<unknown>) => (args: unknown) => Promise<unknown>,
      options: { step: "initialize" },
    ): void;
  };
}

/** The class of one service's client, e.g. `ECSClient`. */
export type ClientClass<Client> = new (configuration: ClientConfiguration) => Client;

/**
 * The AWS clients of one command. All retry throttling and time out when a server does not answer. The SDK's own variables
 * (`AWS_PROFILE`, `AWS_MAX_ATTEMPTS`, `AWS_ENDPOINT_URL`) apply.
 */
export class Clients {
  private readonly made = new Map<unknown, unknown>();

  /** @param during called with every request */
  constructor(
    private readonly region: string,
    private readonly during: <Answer>(request: () => Promise<Answer>) => Promise<Answer> = (request) =>
      request(),
  ) {}

  public of<Client>(Class: ClientClass<Client>): Client {
    const made = this.made.get(Class) ?? this.make(Class);
    this.made.set(Class, made);
    return made as Client;
  }

  private make<Client>(Class: ClientClass<Client>): Client {
    const client = new Class(this.configuration);
    (client as Middleware).middlewareStack?.add((next) => (args) => this.during(() => next(args)), {
      step: "initialize",
    });
    return client;
  }

  private get configuration(): ClientConfiguration {
    return {
      region: this.region,
      ...(process.env.AWS_MAX_ATTEMPTS ? {} : { maxAttempts: MAX_ATTEMPTS }),
      requestHandler: {
        connectionTimeout: CONNECT_MILLISECONDS,
        requestTimeout: REQUEST_MILLISECONDS,
        throwOnRequestTimeout: true,
      },
    };
  }
}
