/** The answers to the questions of `ops init`, each as its flag is written. */
export interface Answers {
  readonly production: boolean;
  readonly application: string;
  readonly account: string;
  readonly region: string;

  /** Separated by commas. */
  readonly zones: string;

  /** False for none. */
  readonly domain: string | false;
  readonly hostedZone: string | false;
  readonly instanceType: string;
  readonly instanceClass: string;

  /** The VPC's range, of 16 bits. */
  readonly cidr: string;

  /** Who gets the alarms by e-mail; false for no one. */
  readonly email: string | false;

  /** The channel; false for no messages. */
  readonly slack: string | false;

  /** owner/name of the Laravel repository; false for an IAM user instead of GitHub Actions. */
  readonly appRepository: string | false;

  /** owner/name of this repository. */
  readonly repository: string | false;
}

/** What is on the command line. Boolean flags are undefined unless they are given. */
export interface InitOptions extends Partial<Answers> {
  /** The folder of the Laravel repository. */
  readonly app?: string;
  readonly keepExamples?: boolean;
  readonly yes?: boolean;
}

export const listOf = (text: string) =>
  text
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
