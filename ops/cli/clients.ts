/** Up to about a minute of throttling is waited out, with the SDK's own growing pauses; then it is a failure. */
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

/** The class of one service's client, e.g. `ECSClient`. */
export type ClientClass<Client> = new (configuration: ClientConfiguration) => Client;

/**
 * One client of each AWS service a command calls, all alike: they retry what AWS throttles, and give up on a server that
 * does not answer. The SDK's own variables (`AWS_PROFILE`, `AWS_MAX_ATTEMPTS`, `AWS_ENDPOINT_URL`) are honoured.
 */
export class Clients {
  private readonly made = new Map<unknown, unknown>();

  constructor(private readonly region: string) {}

  public of<Client>(Class: ClientClass<Client>): Client {
    const made = this.made.get(Class) ?? new Class(this.configuration);
    this.made.set(Class, made);
    return made as Client;
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
