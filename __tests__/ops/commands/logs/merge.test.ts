import fc from "fast-check";
import { merged } from "../../../../ops/commands/logs/merge";

interface Line {
  readonly container: string;
  readonly task: string;
  readonly at: Date;
  readonly text: string;
}

async function* log(container: string, seconds: readonly number[]): AsyncGenerator<Line> {
  for (const second of seconds) {
    await Promise.resolve();
    yield { container, task: "1", at: new Date(second * 1_000), text: String(second) };
  }
}

async function all(lines: AsyncIterable<Line>): Promise<Line[]> {
  const merged: Line[] = [];
  for await (const line of lines) merged.push(line);
  return merged;
}

describe("Several logs", () => {
  it("are one, by time", async () => {
    const lines = await all(merged([log("app", [1, 4, 5]), log("nginx", []), log("worker", [2, 3, 6])]));
    expect(lines.map(({ container, text }) => `${text} ${container}`)).toEqual([
      "1 app",
      "2 worker",
      "3 worker",
      "4 app",
      "5 app",
      "6 worker",
    ]);
  });

  it("lose nothing and keep their own order, whatever they hold", async () => {
    const seconds = fc.array(fc.nat(50)).map((each) => each.sort((one, other) => one - other));
    await fc.assert(
      fc.asyncProperty(fc.array(seconds, { maxLength: 5 }), async (logs) => {
        const lines = await all(merged(logs.map((each, index) => log(String(index), each))));
        const times = lines.map(({ at }) => at.getTime());
        expect(times).toEqual([...times].sort((one, other) => one - other));
        expect(times).toHaveLength(logs.flat().length);
      }),
    );
  });
});
