/** A database as the programs of MySQL connect to it, e.g. through a tunnel. */
export interface Server {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  /** In no argument and no environment variable of a program. */
  readonly password: string;
  readonly databaseName: string;
}
