import { LiveLine } from "./live-line";
import type { Screen } from "./screen";

/** After this time without output it is said what the command waits for. */
const SILENCE_MILLISECONDS = 2_000;

/** Requests with a longer pause between them are not one wait. */
const PAUSE_MILLISECONDS = 500;

/** Says on a terminal that AWS is asked, when there is nothing else to see for two seconds. */
export class Waiting {
  private readonly line: LiveLine;
  private requests = 0;
  private silentSince = 0;
  private answeredAt = -Infinity;
  private timer: NodeJS.Timeout | undefined;

  /** @param progress the line that makes this one superfluous */
  constructor(
    private readonly screen: Screen,
    private readonly progress: LiveLine,
  ) {
    this.line = new LiveLine(screen);
  }

  /** Shows the line as long as requests are not answered. */
  public async during<Answer>(request: () => Promise<Answer>): Promise<Answer> {
    if (!this.screen.isLive) return request();
    this.begin();
    try {
      return await request();
    } finally {
      this.end();
    }
  }

  /** Other output follows: clears the line, and waits again. */
  public pause(): void {
    this.line.clear();
    this.silentSince = performance.now();
    if (this.requests > 0) this.arm();
  }

  private begin(): void {
    this.requests += 1;
    if (this.requests > 1) return;
    const now = performance.now();
    if (now - this.answeredAt > PAUSE_MILLISECONDS) this.silentSince = now;
    this.arm();
  }

  private end(): void {
    this.requests -= 1;
    if (this.requests > 0) return;
    clearTimeout(this.timer);
    this.answeredAt = performance.now();
    this.line.clear();
  }

  private arm(): void {
    clearTimeout(this.timer);
    const left = this.silentSince + SILENCE_MILLISECONDS - performance.now();
    const show = () => {
      if (!this.progress.isShown) this.line.show("Asking AWS...", this.silentSince);
    };
    this.timer = setTimeout(show, Math.max(0, left)).unref();
  }
}
