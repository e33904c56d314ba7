import { reviewPlan } from "../../../ops/review/review";
import { summary } from "../../../ops/review/summary";
import { SCENARIOS } from "../../e2e/review-scenarios";
import { EXPECTED } from "./expected";
import { recorded } from "./recorded";

describe("the review of recorded plans", () => {
  it.each(Object.entries(SCENARIOS))("says what it does: %s", (name, { part }) => {
    const { plan, text } = recorded(name);
    const review = { stacks: [reviewPlan(`staging-${part}`, plan, text)], costs: [] };

    expect(summary(review, "no")).toBe(EXPECTED[name]);
  });

  it("shows Terraform's own words of every change", () => {
    for (const name of Object.keys(SCENARIOS)) {
      const { plan, text } = recorded(name);
      const { changes, bodies } = reviewPlan("staging-base", plan, text);
      const shown = changes.filter(
        ({ address, movedFrom }) => bodies.has(address) || bodies.has(movedFrom ?? ""),
      );
      expect(shown).toEqual(changes);
    }
  });
});
