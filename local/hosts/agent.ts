import { setTimeout as sleep } from "node:timers/promises";
import type { Orders } from "./control-plane";
import { Task, type TaskTools } from "./task";

const POLL_SECONDS = 1;

/** The ECS agent of a host: runs the tasks that the control plane places on it. */
export class Agent {
  private readonly tasks = new Map<string, Task>();
  private readonly ending = new AbortController();

  constructor(private readonly tools: TaskTools) {}

  /** Polls until `stop`. */
  public async run(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      try {
        this.follow(await this.tools.controlPlane.poll(this.health()));
      } catch (error) {
        this.tools.warn(`no orders from ECS: ${(error as Error).message}`);
      }
      const pause = Math.max(50, POLL_SECONDS * 1000 * this.tools.pace);
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Stops all tasks, as the shutdown of a host does. */
  public async stop(): Promise<void> {
    this.ending.abort();
    const tasks = [...this.tasks.values()];
    for (const task of tasks) task.end();
    await Promise.all([...this.running]);
  }

  private readonly running = new Set<Promise<void>>();

  private health() {
    const running = [...this.tasks.values()].filter((task) => !task.stopped);
    return Object.fromEntries(running.map((task) => [task.id, task.health]));
  }

  private follow({ tasks }: Orders): void {
    for (const order of tasks) {
      const known = this.tasks.get(order.taskArn);
      if (known && order.desiredStatus === "STOPPED") known.end();
      if (known) continue;
      const task = new Task(order, this.tools);
      this.tasks.set(order.taskArn, task);
      if (order.desiredStatus === "STOPPED") task.end();
      const run = task
        .run()
        .catch((error: Error) => this.tools.warn(`the task ${task.id}: ${error.message}`));
      this.running.add(run);
      void run.then(() => this.running.delete(run));
    }
    // The control plane no longer lists a task that it knows to be stopped.
    const listed = new Set(tasks.map(({ taskArn }) => taskArn));
    for (const [arn, task] of this.tasks) if (task.stopped && !listed.has(arn)) this.tasks.delete(arn);
  }
}
