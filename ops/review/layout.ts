import type { Edge } from "./graph";

const NODE = { width: 170, height: 44 };
const GAP = { x: 54, y: 14 };

/** Positions in a drawing, in pixels from its upper left corner. */
export interface Layout {
  readonly nodes: ReadonlyMap<string, Box>;
  readonly edges: readonly Edge[];
  readonly width: number;
  readonly height: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Arranges the nodes in columns: each to the right of everything it needs, and near it. Transitive edges are left out.
 */
export function layOut(names: readonly string[], needs: readonly Edge[]): Layout {
  const edges = reduced(withoutCycles(names, needs));
  const neededBy = targetsOf(edges);
  const columnOf = new Map<string, number>();
  const column = (name: string): number => {
    const known = columnOf.get(name);
    if (known !== undefined) return known;
    const found = Math.max(0, ...neededBy(name).map((to) => column(to) + 1));
    columnOf.set(name, found);
    return found;
  };
  const columns: string[][] = [];
  for (const name of names) (columns[column(name)] ??= []).push(name);

  const rowOf = new Map<string, number>();
  for (const each of columns) {
    const wanted = (name: string) => mean(neededBy(name).map((to) => rowOf.get(to) ?? 0));
    each.sort((a, b) => wanted(a) - wanted(b) || (a < b ? -1 : 1));
    each.forEach((name, row) => rowOf.set(name, row));
  }

  const rows = Math.max(1, ...columns.map(({ length }) => length));
  const nodes = new Map(
    columns.flatMap((each, x) =>
      each.map((name, row) => [
        name,
        {
          x: x * (NODE.width + GAP.x),
          y: (row + (rows - each.length) / 2) * (NODE.height + GAP.y),
          ...NODE,
        },
      ]),
    ),
  );
  return {
    nodes,
    edges,
    width: Math.max(1, columns.length) * (NODE.width + GAP.x) - GAP.x,
    height: rows * (NODE.height + GAP.y) - GAP.y,
  };
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

const targetsOf = (edges: readonly Edge[]) => {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) targets.set(from, [...(targets.get(from) ?? []), to]);
  return (from: string) => targets.get(from) ?? [];
};

/** Constructs may depend on each other even if their resources do not: the edge that closes a cycle is left out. */
function withoutCycles(names: readonly string[], edges: readonly Edge[]): Edge[] {
  const targets = targetsOf(edges);
  const done = new Set<string>();
  const kept: Edge[] = [];
  const visit = (from: string, path: ReadonlySet<string>) => {
    if (done.has(from)) return;
    for (const to of targets(from)) {
      if (path.has(to)) continue;
      kept.push({ from, to });
      visit(to, new Set([...path, to]));
    }
    done.add(from);
  };
  for (const name of names) visit(name, new Set([name]));
  return kept;
}

function reduced(edges: readonly Edge[]): Edge[] {
  const targets = targetsOf(edges);
  const reachable = new Map<string, ReadonlySet<string>>();
  const reach = (from: string): ReadonlySet<string> => {
    const known = reachable.get(from);
    if (known) return known;
    const found = new Set(targets(from).flatMap((to) => [to, ...reach(to)]));
    reachable.set(from, found);
    return found;
  };
  return edges.filter(({ from, to }) => !targets(from).some((other) => other !== to && reach(other).has(to)));
}
