import type { Settings } from "./deployed-function";
import type { Instance } from "./deployed-function";

/**
 * Lambda's queue of asynchronous events in front of one instance of the function, with the settings of the stack: the
 * reserved concurrency is one, so the other events wait. A failed event is retried, and one that failed too often or has
 * waited too long goes to the dead-letter queue ("How Lambda handles errors and retries with asynchronous invocation", AWS
 * Lambda Developer Guide).
 */
export class PlayedLambda {
  /** As EventBridge wrote them. */
  public readonly deadLetters: string[] = [];
  private turn = Promise.resolve();

  /** @param pace how long a second of Lambda takes here, in seconds: a test cannot wait six hours */
  constructor(
    private readonly instance: Instance,
    private readonly settings: Settings,
    private readonly pace: number,
  ) {}

  /** Accepts an event. The promise resolves when the event was processed or kept. */
  public take(event: unknown, limitMs: number): Promise<void> {
    const oldest = Date.now() + this.settings.maximumAgeSeconds * this.pace * 1_000;
    this.turn = this.turn.then(() => this.tell(event, limitMs, oldest));
    return this.turn;
  }

  private async tell(event: unknown, limitMs: number, oldest: number): Promise<void> {
    for (let tries = 0; tries <= this.settings.retries && Date.now() < oldest; tries += 1) {
      const { error } = await this.instance.invoke(event, limitMs);
      if (error === null) return;
    }
    this.deadLetters.push(JSON.stringify(event));
  }
}
