/** A server as containers reach it: by its name in RDS or ElastiCache, at an address that changes when it restarts. */
export interface ServerEndpoint {
  readonly name: string;
  readonly port: number;
  readonly target: { readonly host: string; readonly port: number };
}
