import { computed } from "../../helpers/computed";
import * as markdown from "prettier/plugins/markdown";
import { MARKER } from "../../../ops/review/acceptance";
import { comment } from "../../../ops/review/comment";
import type { StackReview } from "../../../ops/review/review";
import { reviewPlan } from "../../../ops/review/review";
import { HOSTILE, hostileReview } from "./hostile";
import { large } from "./large";
import { recorded } from "./recorded";

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

/** What a comment is made of, to GitHub and everybody else who reads Markdown. */
function nodesOf(text: string): Node[] {
  const parse = markdown.parsers.markdown.parse as (text: string, options: object) => Node;
  const flat = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(flat)];
  return flat(parse(text, { originalText: text }));
}

const values = (text: string, ...types: string[]) =>
  nodesOf(text).flatMap(({ type, value }) => (types.includes(type) ? [value ?? ""] : []));

const review = (name: string): StackReview => {
  const { plan, text } = recorded(name);
  return reviewPlan("staging-base", plan, text);
};

describe("the comment", () => {
  it("shows findings, counts and Terraform's words", () => {
    const body = comment({ stacks: [review("replace the only host")], costs: [] }, { accepted: "no" });
    expect(body.split("\n\n").slice(0, 7)).toEqual([
      "<!-- laravel-ecs plan review -->",
      "## Plan review: tasks or hosts are replaced",
      "**`staging-base`**: 2 to change",
      "### Tasks or hosts are replaced",
      "- The group of hosts (`aws_autoscaling_group.hosts_group_DE1F5EFC`) replaces its only host, because `instance_type` changes: the new host " +
        "starts first and takes over the tasks, then the old one is terminated. *Fix: Afterwards check that the new host has joined " +
        "(`aws ecs list-container-instances`). If it does not, the old one waits for up to an hour.*",
      "<details><summary>change <code>aws_autoscaling_group.hosts_group_DE1F5EFC</code></summary>",
      expect.stringMatching(
        /^```diff\n {2}# aws_autoscaling_group\S+ will be updated in-place\n! {2}resource /,
      ),
    ]);
  });

  it("fails for a loss of data, and passes when that is accepted", () => {
    const stacks = [review("replace the database")];
    expect(comment({ stacks, costs: [] }, { accepted: "no" })).toContain(
      "The check fails. If data loss is intended, add the label data-loss-accepted to the pull request. After each push it must be added again.",
    );
    expect(comment({ stacks, costs: [] }, { accepted: "yes" })).toContain(
      "The check passes because data loss is accepted (data-loss-accepted).",
    );
  });

  it("compares costs where they are known", () => {
    const cost = (before: number | undefined, after: number, unpriced: string[] = []) =>
      comment(
        {
          stacks: [],
          costs: [
            {
              environment: "staging",
              before: before === undefined ? undefined : { total: before, unpriced: [] },
              after: { total: after, unpriced },
            },
          ],
        },
        { accepted: "no" },
      );
    expect(cost(61.4, 65.6)).toContain("- `staging`: 61.40 → 65.60 USD a month (+4.20)");
    expect(cost(65.6, 61.4)).toContain("- `staging`: 65.60 → 61.40 USD a month (−4.20)");
    expect(cost(61.4, 61.4)).toContain("- `staging`: 61.40 USD a month, unchanged");
    expect(cost(undefined, 61.4)).toContain("- `staging`: the monthly cost cannot be compared");
    expect(cost(61.4, 50, ["database db.r8g.large"])).toContain(
      "- `staging`: 61.40 → 50.00 USD a month (−11.40), without database db.r8g.large (no price is known)",
    );
  });

  it("stays within what GitHub takes, ends every fold and fence, and says what it leaves out", () => {
    const { plan, text } = large(3_000_000);
    expect(JSON.stringify(plan).length).toBeGreaterThan(2_900_000);
    const began = computed();
    const stack = reviewPlan("staging-base", plan, text);
    const body = comment({ stacks: [stack], costs: [] }, { accepted: "no", link: "https://ci.example/1" });

    expect(computed() - began).toBeLessThan(10_000);
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body.length).toBeGreaterThan(40_000);
    const html = values(body, "html").join("\n");
    expect(html.match(/<details>/g)).toHaveLength(html.match(/<\/details>/g)?.length ?? 0);
    expect(body).toMatch(
      /\*\*[\d,]+ more resources of `staging-base` do not fit into this comment\.\*\* See the whole review\./,
    );
    expect(body).toMatch(/\*\*[\d,]+ more findings are not shown here\.\*\*/);
    expect(body).toContain("[The whole review](https://ci.example/1)");
  });

  it("stays within it for any number of stacks, as many as a fork adds", () => {
    const { findings } = review("replace the database");
    const nothing = review("nothing");
    const stacks = Array.from({ length: 900 }, (_, index): StackReview => {
      const stack = `${"x".repeat(200)}-${index}-base`;
      return { ...nothing, stack, basis: "golden", findings };
    });
    const body = comment(
      { stacks, costs: [] },
      { accepted: "no", since: "HEAD", link: "https://ci.example/1" },
    );
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body).toContain("## Plan review: data is lost");
    expect(body).toContain("**870 more stacks are not shown here.**");
  });

  it("says which commit was reviewed, and what was not read of a fork", () => {
    const options = { accepted: "no", revision: "4e0f97c", filesOnly: true } as const;
    const body = comment({ stacks: [], costs: [] }, options);
    expect(body).toContain("Only the golden files of this pull request were compared: its code was not run");
    expect(body).toMatch(/\n\nReviewed commit: `4e0f97c`\n$/);
  });

  it("cuts one long resource between its lines", () => {
    const { plan, text } = recorded("replace the database");
    const longer = text.replace("{\n", `{\n${'      + line = "x"\n'.repeat(2_000)}`);
    const body = comment({ stacks: [reviewPlan("s", plan, longer)], costs: [] }, { accepted: "no" });

    expect(body).toMatch(/\n… [\d,]+ more lines\n```\n/);
    expect(body.length).toBeLessThan(20_000);
  });
});

describe("a hostile tag", () => {
  const body = comment({ stacks: [hostileReview()], costs: [] }, { accepted: "no" });

  it("is text: no markup, link, image, mention or second marker comes of it", () => {
    const structure =
      /^(<details><summary>|<\/details>$|<!-- laravel-ecs plan review -->$|<!-- data loss [0-9a-f]{64} -->$)/;
    const html = values(body, "html");
    expect(html.filter((each) => !structure.test(each))).toEqual([]);
    expect(html.join("\n")).not.toMatch(/<(script|img)/);
    expect(values(body, "text", "sentence", "word").join("\n")).not.toMatch(/@everyone|#1|GH-1|https:/);
    expect(nodesOf(body).filter(({ type }) => ["link", "image"].includes(type))).toEqual([]);
    expect(values(body, "html").filter((each) => each.includes(MARKER))).toEqual([MARKER]);
  });

  it("shows every character that would deceive the eye", () => {
    expect(body).toContain("\\u{202E}txet desrever\\u{202C} \\u{200B}");
    expect(body).not.toMatch(/[\u202A-\u202E\u200B\u001B]|\uDB40\uDC41/u);
    expect(body).not.toContain("\u0000");
  });

  it("is shortened in a sentence, not in Terraform's words", () => {
    const sentence = body.split("\n").find((line) => line.startsWith("- ")) ?? "";
    expect(sentence.length).toBeLessThan(1_000);
    expect(sentence).toContain("… (10,");
    expect(body.length).toBeLessThan(65_536);
  });

  it("breaks out of no fence, however many backticks it has", () => {
    const code = values(body, "code");
    expect(code).toHaveLength(1);
    expect(code[0]).toContain("`````` ```diff");
    expect(HOSTILE).toContain("`````` ```diff");
  });
});
