import { Refusal } from "../../../ops/cli/refusal";
import { requireRunning } from "../../../ops/cli/switched-off";
import { environment } from "../diagnosis/observed";

describe("a command that needs tasks", () => {
  it("is refused by an environment that is switched off", () => {
    const refused = () => requireRunning(environment({ running: false }));
    expect(refused).toThrow(Refusal);
    expect(refused).toThrowErrorMatchingInlineSnapshot(`
      "test is switched off: it has no hosts and no services.
      Fix: Remove "running: false" from environments/test.ts, then run: npm run apply -- test-base test-service"
    `);
    expect(() => requireRunning(environment())).not.toThrow();
  });
});
