import { acceptanceOf } from "../../../ops/review/acceptance";
import { comment } from "../../../ops/review/comment";
import { reviewPlan } from "../../../ops/review/review";
import { recorded } from "./recorded";

const reviewOf = (name: string) => {
  const { plan, text } = recorded(name);
  return { stacks: [reviewPlan("staging-base", plan, text)], costs: [] };
};
const reported = (name: string) => comment(reviewOf(name), { accepted: "no" });
const LABEL = { acceptDataLoss: true, post: true } as const;

describe("data loss", () => {
  const review = reviewOf("replace the database");

  it("is accepted as it was reported", () => {
    expect(acceptanceOf(review, LABEL, reported("replace the database"))).toBe("yes");
    expect(acceptanceOf(review, { post: true }, reported("replace the database"))).toBe("no");
  });

  it("is not accepted before it was reported, or if something else was", () => {
    expect(acceptanceOf(review, LABEL, undefined)).toBe("outdated");
    expect(acceptanceOf(review, LABEL, reported("another name"))).toBe("outdated");
    expect(acceptanceOf(review, LABEL, reported("nothing"))).toBe("outdated");
    expect(comment(review, { accepted: "outdated" })).toContain(
      "The check fails: what is lost was not reported in this form before. Read it, then remove the label data-loss-accepted and add it again.",
    );
  });

  it("can still be accepted after a run that refused it", () => {
    const refused = comment(review, { accepted: "outdated" });
    expect(acceptanceOf(review, LABEL, refused)).toBe("yes");
  });

  it("is accepted on a machine without a pull request", () => {
    expect(acceptanceOf(review, { acceptDataLoss: true }, undefined)).toBe("yes");
  });
});
