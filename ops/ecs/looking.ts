import { inWords } from "../cli/words";

const DENIED = /AccessDenied|UnauthorizedOperation|AuthorizationError/;

/** Looks at AWS on behalf of one command, and keeps what it was not allowed to see: the rest is worth knowing. */
export class Looking {
  /** What was not seen, and why, e.g. `alarms: AWS denies it`. */
  public readonly unseen: string[] = [];

  /** The result of a look, or nothing where the operator's rights end. Every other error is one. */
  public async at<Seen>(what: string, look: () => Promise<Seen>): Promise<Seen | undefined> {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof Error) || !DENIED.test(error.name)) throw error;
      this.unseen.push(`${what}: ${inWords(error).split("\n")[0]}`);
      return undefined;
    }
  }
}
