import { warningsOf } from "../../config/checks/warnings";
import { resolveEnvironments } from "../../config/resolve-environments";
import { change, resolve } from "./change";
import { HOSTILE_ENVIRONMENTS } from "./hostile-environments";

describe("an environment that would break or endanger something", () => {
  it.each(Object.entries(HOSTILE_ENVIRONMENTS))(
    "is refused, or warned about, with a fix that works: %s",
    (_, hostile) => {
      const { changes, followed, warned, mistakes = 1 } = hostile;
      const verdict = resolve(changes);
      if (warned) {
        expect(verdict).toBe("accepted");
        expect(
          resolveEnvironments([change(changes)])
            .flatMap(warningsOf)
            .join("\n"),
        ).toMatch(/Fix: /);
      } else {
        expect(verdict).toMatch(/\n {2}fix {6}\S/);
        expect(parseInt(verdict, 10)).toBe(mistakes);
      }
      expect(resolve(followed)).toBe("accepted");
    },
  );

  it("is one of more than 80 that are known", () => {
    expect(Object.keys(HOSTILE_ENVIRONMENTS).length).toBeGreaterThan(80);
  });
});
