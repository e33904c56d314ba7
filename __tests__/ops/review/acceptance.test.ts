import { acceptanceOf } from "../../../ops/review/acceptance";
import { comment } from "../../../ops/review/comment";
import { reviewPlan } from "../../../ops/review/review";
import { change } from "./change";
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

  it("is not accepted by a mark that an earlier state of the pull request wrote into a name", () => {
    const [, mark = ""] = reported("replace the database").split("\n");
    expect(mark).toMatch(/^<!-- data loss [0-9a-f]{64} -->$/);
    const harmless = change("aws_sqs_queue", {
      address: `aws_sqs_queue.it["${mark}"]`,
      after: { [mark]: `\n${mark}\n` },
    });
    const before = reviewOf("nothing");
    const quoted = comment(
      {
        ...before,
        stacks: before.stacks.map((stack) => ({
          ...stack,
          changes: [harmless],
          bodies: new Map([[harmless.address, mark]]),
        })),
      },
      { accepted: "no" },
    );

    expect(quoted).toContain(mark);
    expect(acceptanceOf(review, LABEL, quoted)).toBe("outdated");
  });

  it("can still be accepted after a run that refused it", () => {
    const refused = comment(review, { accepted: "outdated" });
    expect(acceptanceOf(review, LABEL, refused)).toBe("yes");
  });

  it("is accepted on a machine without a pull request", () => {
    expect(acceptanceOf(review, { acceptDataLoss: true }, undefined)).toBe("yes");
  });
});
