import { foreignDocument } from "../../facts/foreign-text/foreign-text";
import { LiveLine } from "./live-line";
import type { Facts } from "./outcome";
import type { Sink } from "./screen";
import { Screen } from "./screen";
import { bad, careful, emphasized } from "./style";
import type { Text } from "./text";
import { shown } from "./text";
import { Waiting } from "./waiting";

/**
 * The output of a command. With `--json`, standard output is exactly one JSON document, and all text for people goes to
 * standard error.
 *
 * Everything is cleaned here and not where it is read (docs/adr/0029): a log line, a reason of ECS and the message of an error
 * take many ways through the code, but all end here. ESLint refuses every other way to write in `ops/`.
 */
export class Output {
  /** Shown while AWS does not answer. */
  public readonly waiting: Waiting;

  private readonly text: Screen;
  private readonly errors: Screen;
  private readonly live: LiveLine;
  private readonly began = performance.now();
  private state = "";

  constructor(
    private readonly json: boolean,
    private readonly out: Sink = process.stdout,
    errors: Sink = process.stderr,
    env: NodeJS.ProcessEnv = process.env,
  ) {
    this.errors = new Screen(errors, json, env);
    this.text = json ? this.errors : new Screen(out, json, env);
    this.live = new LiveLine(this.text);
    this.waiting = new Waiting(this.errors, this.live);
  }

  /** Prints one or several lines. On a terminal, long ones are wrapped. */
  public print(text: Text): void {
    this.clear();
    this.text.lines(text);
  }

  /** Prints lines that stay as they are: of a log, a difference, or a value to copy. */
  public verbatim(text: Text): void {
    this.clear();
    this.text.verbatim(text);
  }

  /**
   * Prints the current state. On a terminal the next line replaces it, and the time is shown that has passed; elsewhere it is
   * printed when it changes.
   *
   * @param since when this state began, as `performance.now()`
   * @default since the command began
   */
  public progress(text: Text, since: number = this.began): void {
    const line = shown(text, false).replaceAll("\n", " ");
    if (line === this.state) return;
    this.waiting.pause();
    if (!this.text.isLive) this.text.verbatim(line);
    else if (line === "") this.live.clear();
    else this.live.show(line, since);
    this.state = line;
  }

  /** Whether progress is one line that changes. */
  public get isLive(): boolean {
    return this.text.isLive;
  }

  /** Prints to standard error, also when standard output is piped elsewhere. */
  public note(text: Text): void {
    this.clear();
    this.errors.lines(text);
  }

  /** Prints to standard error what may need attention. */
  public warn(message: string): void {
    this.note(emphasized(message, careful));
  }

  /** Prints to standard error why the command has failed. */
  public fail(message: string): void {
    this.note(emphasized(message, bad));
  }

  /** Prints that Ctrl-C was pressed, in place of what the terminal shows for it (`^C`). */
  public interrupted(message: string): void {
    if (this.errors.isLive) this.errors.clear();
    this.warn(message);
  }

  /** Prints the result as JSON, if `--json` was given. */
  public finish(document: Facts): void {
    this.clear();
    if (!this.json) return;
    const json = JSON.stringify(foreignDocument(document), undefined, 2);
    // The same value to a reader of JSON, and no command to GitHub's runner.
    this.out.write(`${json.replaceAll("##[", "##\\u005b")}\n`);
  }

  private clear(): void {
    this.waiting.pause();
    this.live.clear();
    this.state = "";
  }
}
