import type { LogLine } from "../../ecs/log-stream";

/**
 * Merges several logs by time. Each must be ordered. Only one line of each is in memory, so logs of any size work.
 */
export async function* merged<Line extends LogLine>(
  logs: readonly AsyncIterable<Line>[],
): AsyncGenerator<Line> {
  const heads = await Promise.all(
    logs.map(async (log) => {
      const lines = log[Symbol.asyncIterator]();
      return { lines, next: await lines.next() };
    }),
  );
  for (;;) {
    const open = heads.flatMap((head) => (head.next.done ? [] : [{ head, line: head.next.value }]));
    const [first] = open.sort((one, other) => one.line.at.getTime() - other.line.at.getTime());
    if (first === undefined) return;
    yield first.line;
    first.head.next = await first.head.lines.next();
  }
}
