import { inTurn } from "../../local/test-queue";
import type { Step } from "../../local/test-steps";

const step = (title: string, alone?: "root"): Step => ({
  title,
  command: ["true"],
  ...(alone ? { alone } : {}),
});

/** Steps whose end a test decides. */
function started(...steps: Step[]) {
  const running = new Map<string, () => void>();
  const begun: string[] = [];
  const results = inTurn(steps, ({ title }) => {
    begun.push(title);
    return new Promise<string>((resolve) => running.set(title, () => resolve(`${title} ended`)));
  });
  const end = async (title: string) => {
    running.get(title)!();
    await new Promise(setImmediate);
  };
  return { begun, end, results };
}

describe("the steps of make test", () => {
  it("run in their order, two at a time, and the results are in that order", async () => {
    const { begun, end, results } = started(step("a"), step("b"), step("c"), step("d"));

    expect(begun).toEqual(["a", "b"]);
    await end("b");
    expect(begun).toEqual(["a", "b", "c"]);
    await end("c");
    await end("a");
    await end("d");
    expect(await results).toEqual(["a ended", "b ended", "c ended", "d ended"]);
  });

  it("wait while another one uses what they need alone, and others take their turn", async () => {
    const { begun, end, results } = started(step("a", "root"), step("b", "root"), step("c"), step("d"));

    expect(begun).toEqual(["a", "c"]);
    await end("c");
    expect(begun).toEqual(["a", "c", "d"]);
    await end("a");
    expect(begun).toEqual(["a", "c", "d", "b"]);
    await end("b");
    await end("d");
    expect(await results).toHaveLength(4);
  });
});
