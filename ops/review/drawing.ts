import type { Action, Change } from "./change";
import { ACTIONS } from "./change";
import { constructOf } from "./graph";
import type { ConstructGraph } from "./graph";
import type { Box, Layout } from "./layout";
import { layOut } from "./layout";
import { html, quotation } from "./text";

/** A stack to draw: its constructs and their changes. */
export interface DrawnStack {
  readonly stack: string;
  readonly graph: ConstructGraph;
  readonly changes: readonly Change[];
}

const MARGIN = 20;
const TITLE = 36;
const BETWEEN = 56;

const SIGNS: Readonly<Record<Action, string>> = {
  delete: "−",
  replace: "±",
  forget: "○",
  update: "~",
  create: "+",
  none: "→",
};

/** The anchor of a construct's changes on the page. */
export const anchorOf = (stack: string, construct: string) =>
  `${stack}--${construct}`.replace(/[^\w-]/g, (each) => `.${each.codePointAt(0)}`);

/** Draws the stacks of an environment below each other, as one SVG image without a script or a style of its own. */
export function drawing(stacks: readonly DrawnStack[]): string {
  let top = 0;
  const panels = stacks.map((stack) => {
    // A removed construct is only in the plan.
    const names = [
      ...new Set([...stack.graph.constructs, ...stack.changes.map(({ name }) => constructOf(name))]),
    ];
    const layout = layOut(names, stack.graph.needs);
    const panel = { stack, layout, x: MARGIN, y: top + TITLE };
    top += TITLE + layout.height + 2 * MARGIN + BETWEEN;
    return panel;
  });
  const width = Math.max(...panels.map(({ layout }) => layout.width)) + 2 * MARGIN;
  const height = top - BETWEEN;
  const title = `What changes in ${stacks.map(({ stack }) => stack).join(" and ")}`;
  return [
    `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-label="${html(title)}">`,
    ...panels.flatMap((panel) => ground(panel, width)),
    ...crossings(panels),
    ...panels.flatMap(constructs),
    "</svg>",
  ].join("\n");
}

interface Panel {
  readonly stack: DrawnStack;
  readonly layout: Layout;
  readonly x: number;
  readonly y: number;
}

function ground({ stack, layout, y }: Panel, width: number): string[] {
  const height = TITLE + layout.height + 2 * MARGIN;
  return [
    `<rect class="panel" x="1" y="${y - TITLE + 1}" width="${width - 2}" height="${height - 2}" rx="10"/>`,
    `<text class="title" x="${MARGIN}" y="${y - TITLE + 27}">${html(stack.stack)}</text>`,
  ];
}

function constructs({ stack, layout, x, y }: Panel): string[] {
  const touched = new Set(stack.changes.map(({ name }) => constructOf(name)));
  const edges = layout.edges.flatMap(({ from, to }) => {
    const [needs, needed] = [layout.nodes.get(from), layout.nodes.get(to)];
    if (!needs || !needed) return [];
    return [curve(needed, needs, touched.has(from) && touched.has(to))];
  });
  return [
    `<g transform="translate(${x} ${y + MARGIN / 2})">`,
    ...edges,
    ...[...layout.nodes].map(([name, box]) => drawNode(stack, name, box)),
    "</g>",
  ];
}

function drawNode({ stack, changes }: DrawnStack, construct: string, { x, y, width, height }: Box): string {
  const own = changes.filter(({ name }) => constructOf(name) === construct);
  const worst = ACTIONS.find((action) => own.some((change) => change.action === action));
  const label = html(shortened(construct));
  const rect = `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="7"/>`;
  if (worst === undefined) {
    return `<g class="node">${rect}<text x="${x + width / 2}" y="${y + height / 2 + 5}">${label}</text></g>`;
  }
  const signs = ACTIONS.flatMap((action) => {
    const count = own.filter((change) => change.action === action).length;
    return count === 0 ? [] : [`${SIGNS[action]}${count}`];
  }).join("  ");
  return [
    `<a href="#${anchorOf(stack, construct)}" class="node ${worst}">${rect}`,
    `<text x="${x + width / 2}" y="${y + 19}">${label}</text>`,
    `<text class="signs" x="${x + width / 2}" y="${y + 36}">${signs}</text></a>`,
  ].join("");
}

/** A line from a construct to one that needs it. */
function curve(from: Box, to: Box, strong: boolean): string {
  const [x1, y1, x2, y2] = [from.x + from.width, from.y + from.height / 2, to.x, to.y + to.height / 2];
  const bend = Math.max(24, (x2 - x1) / 2);
  return `<path class="edge${strong ? " strong" : ""}" d="M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}"/>`;
}

/** Lines from the constructs of one stack to those of another stack that read their outputs. */
function crossings(panels: readonly Panel[]): string[] {
  const lines = panels.flatMap((publisher) =>
    panels.flatMap((reader) => {
      if (publisher === reader) return [];
      const pairs = publisher.stack.graph.publishes.flatMap(({ from, to: output }) =>
        reader.stack.graph.reads
          .filter((read) => read.to === output)
          .map((read): [string, string] => [from, read.from]),
      );
      return pairs.flatMap(([from, to]) => {
        const [source, target] = [publisher.layout.nodes.get(from), reader.layout.nodes.get(to)];
        if (!source || !target) return [];
        const changes = (panel: Panel, construct: string) =>
          panel.stack.changes.some(({ name }) => constructOf(name) === construct);
        const strong = changes(publisher, from) && changes(reader, to);
        const [x1, y1] = [
          publisher.x + source.x + source.width / 2,
          publisher.y + MARGIN / 2 + source.y + source.height,
        ];
        const [x2, y2] = [reader.x + target.x + target.width / 2, reader.y + MARGIN / 2 + target.y];
        const middle = (y1 + y2) / 2;
        return [
          `<path class="edge cross${strong ? " strong" : ""}" d="M${x1} ${y1} C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}"/>`,
        ];
      });
    }),
  );
  return [...new Set(lines)];
}

const NAME_MOST = 22;
const shortened = (name: string) => {
  const characters = [...quotation(name)];
  return characters.length <= NAME_MOST
    ? characters.join("")
    : `${characters.slice(0, NAME_MOST - 1).join("")}…`;
};
