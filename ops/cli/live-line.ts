import { duration } from "./duration";
import type { Screen } from "./screen";
import { secondary } from "./style";
import type { Text } from "./text";

const TICK_MILLISECONDS = 1_000;

/** One line at the end of the output, which shows what is happening and for how long. The next output replaces it. */
export class LiveLine {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly screen: Screen) {}

  public get isShown(): boolean {
    return this.timer !== undefined;
  }

  /** @param since when it began, as `performance.now()` */
  public show(text: Text, since: number): void {
    clearInterval(this.timer);
    const draw = () =>
      this.screen.replace([secondary(duration(performance.now() - since).padStart(4)), "  ", text]);
    draw();
    this.timer = setInterval(draw, TICK_MILLISECONDS).unref();
  }

  public clear(): void {
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.screen.clear();
  }
}
