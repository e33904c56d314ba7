import { createHash } from "node:crypto";
import { comment } from "../../../ops/review/comment";
import { graphOf } from "../../../ops/review/graph";
import { layOut } from "../../../ops/review/layout";
import { page } from "../../../ops/review/page";
import { reviewPlan } from "../../../ops/review/review";
import type { StackJson } from "../../../ops/review/stack-json";
import { synthesize } from "../../helpers/stacks";
import { hostileReview } from "./hostile";
import { recorded } from "./recorded";

const graphs = () => {
  const { base, service } = synthesize();
  return new Map([
    ["staging-base", graphOf(base as unknown as StackJson)],
    ["staging-service", graphOf(service as unknown as StackJson)],
  ]);
};

const reviews = (names: Record<string, string>) =>
  Object.entries(names).map(([stack, name]) => {
    const { plan, text } = recorded(name);
    return reviewPlan(stack, plan, text);
  });

describe("the graph of a stack", () => {
  it("is its constructs, and what each needs", () => {
    const base = graphs().get("staging-base");
    expect(base?.constructs).toEqual(
      expect.arrayContaining(["database", "hosts", "load-balancer", "network"]),
    );
    expect(base?.needs).toContainEqual({ from: "hosts", to: "network" });
    expect(base?.needs).toContainEqual({ from: "database", to: "key" });
  });

  it("joins the stacks where one reads what the other publishes", () => {
    const [base, service] = [...graphs().values()];
    expect(base?.publishes).toContainEqual({ from: "load-balancer", to: "targetGroupArn" });
    expect(service?.reads).toContainEqual({ from: "web", to: "targetGroupArn" });
  });

  it("is laid out with everything to the right of what it needs", () => {
    for (const { constructs, needs } of graphs().values()) {
      const { nodes, edges } = layOut(constructs, needs);
      expect(nodes.size).toBe(constructs.length);
      expect(edges.length).toBeGreaterThan(0);
      const x = (name: string) => nodes.get(name)?.x ?? 0;
      expect(edges.filter(({ from, to }) => x(from) <= x(to))).toEqual([]);
      const places = [...nodes.values()].map(({ x, y }) => `${x} ${y}`);
      expect(new Set(places).size).toBe(places.length);
    }
  });

  it("is laid out though constructs need each other", () => {
    const circle = [
      { from: "a", to: "b" },
      { from: "b", to: "a" },
    ];
    expect(layOut(["a", "b"], circle).edges).toHaveLength(1);
  });
});

describe("the page", () => {
  it("draws both stacks, and links what changes to its resources", () => {
    const stacks = reviews({ "staging-base": "replace the database", "staging-service": "one setting" });
    const html = page({ stacks, costs: [] }, { accepted: "no", graphs: graphs() });

    expect(html).toContain('<a href="#staging-base--database" class="node replace">');
    expect(html).toContain('<h3 id="staging-base--database">database</h3>');
    expect(html.match(/class="edge cross strong"/g)?.length).toBeGreaterThan(0);
    for (const [, anchor] of html.matchAll(/href="#([^"]+)"/g)) expect(html).toContain(`id="${anchor}"`);
  });

  it("draws the changes alone where nothing was synthesized", () => {
    const html = page(
      { stacks: reviews({ "staging-base": "one setting" }), costs: [] },
      { accepted: "yes", graphs: new Map() },
    );
    expect(html).toContain('class="node replace"');
  });

  it("allows nothing but its own style sheet", () => {
    const html = page({ stacks: [hostileReview()], costs: [] }, { accepted: "no", graphs: graphs() });
    const style = /<style>([^]*?)<\/style>/.exec(html)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(html).toContain(`default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;`);
    const tags = html.match(/<[^>]+>/g)?.join("\n") ?? "";
    expect(/<(script|img|link|iframe|object)|\son\w+=|\sstyle=/.exec(tags)).toBeNull();
  });

  it("has room for everything that a comment leaves out", () => {
    const [stack] = reviews({ "staging-base": "only tags" });
    if (!stack) throw new Error("no review");
    const html = page({ stacks: [stack], costs: [] }, { accepted: "no", graphs: new Map() });
    expect(html.match(/<details>/g)).toHaveLength(stack.changes.length);
    expect(comment({ stacks: [stack], costs: [] }, { accepted: "no" }).length).toBeLessThan(65_536);
  });
});
