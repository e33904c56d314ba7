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
  it("run in their order, three at a time, and the results are in that order", async () => {
    const { begun, end, results } = started(step("a"), step("b"), step("c"), step("d"), step("e"));

    expect(begun).toEqual(["a", "b", "c"]);
    await end("b");
    expect(begun).toEqual(["a", "b", "c", "d"]);
    for (const title of ["d", "c", "a", "e"]) await end(title);
    expect(await results).toEqual(["a ended", "b ended", "c ended", "d ended", "e ended"]);
  });

  it("wait while another one uses what they need alone, and others take their turn", async () => {
    const [a, b] = [step("a", "root"), step("b", "root")];
    const { begun, end, results } = started(a, b, step("c"), step("d"), step("e"));

    expect(begun).toEqual(["a", "c", "d"]);
    await end("c");
    expect(begun).toEqual(["a", "c", "d", "e"]);
    await end("a");
    expect(begun).toEqual(["a", "c", "d", "e", "b"]);
    for (const title of ["b", "d", "e"]) await end(title);
    expect(await results).toHaveLength(5);
  });
});
