import { inWords } from "../cli/words";

const DENIED = /AccessDenied|UnauthorizedOperation|AuthorizationError/;

/** Requests of one command that may be denied. It records each denied one, so that the command can report the rest. */
export class PermittedReads {
  /** What could not be read, and why, e.g. `alarms: AWS denied the request`. */
  public readonly denied: string[] = [];

  /** The result of a request; undefined when AWS denied it. Other errors are thrown. */
  public async attempt<Seen>(what: string, read: () => Promise<Seen>): Promise<Seen | undefined> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Error) || !DENIED.test(error.name)) throw error;
      this.denied.push(`${what}: ${inWords(error).split("\n")[0]}`);
      return undefined;
    }
  }
}
