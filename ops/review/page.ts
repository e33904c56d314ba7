import type { Acceptance } from "./acceptance";
import { createHash } from "node:crypto";
import type { Change } from "./change";
import { costLine, headline, ordered, verdict, wordsOf } from "./comment";
import { anchorOf, drawing } from "./drawing";
import type { Severity } from "./finding";
import { SEVERITIES } from "./finding";
import type { ConstructGraph } from "./graph";
import { constructOf } from "./graph";
import { STYLE } from "./page-style";
import type { Review, StackReview } from "./review";
import { counts, environmentOf, isRefused } from "./review";
import { render } from "./sentence";
import { html, htmlCode } from "./text";

export interface PageOptions {
  readonly accepted: Acceptance;

  /** The graphs of the stacks, including unchanged ones. Without them only the changes are drawn. */
  readonly graphs: ReadonlyMap<string, ConstructGraph>;
}

/** Forbids loading, running and sending anything. The only style sheet is allowed by its hash. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** The whole review as one self-contained HTML file. */
export function page(review: Review, options: PageOptions): string {
  const title = html(headline(review, options));
  const end = verdict(review, options.accepted);
  const passes = options.accepted === "yes" && !isRefused(review) ? " passes" : "";
  return [
    "<!doctype html>",
    `<html lang="en"><head><meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="${html(POLICY)}">`,
    `<meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<title>${title}</title><style>${STYLE}</style></head><body><main>`,
    `<h1>${title}</h1>`,
    ...(end === undefined ? [] : [`<p class="verdict${passes}">${html(end)}</p>`]),
    ...review.stacks.map(
      (stack) => `<p><strong>${html(stack.stack)}</strong>: ${html(counts(stack))}${basis(stack)}</p>`,
    ),
    ...review.costs.map(
      (cost) => `<p><strong>${html(cost.environment)}</strong>: ${html(costLine(cost))}</p>`,
    ),
    ...findingsIn(review),
    ...figures(review, options),
    ...review.stacks.flatMap(details),
    "</main></body></html>",
    "",
  ].join("\n");
}

const basis = ({ basis }: StackReview) =>
  basis === "plan" ? "" : ", compared with the golden file (without a plan)";

function findingsIn({ stacks }: Review): string[] {
  const all = stacks.flatMap(({ stack, findings }) => findings.map((finding) => ({ stack, ...finding })));
  return (Object.entries(SEVERITIES) as [Severity, string][]).flatMap(([severity, title]) => {
    const own = all.filter((finding) => finding.severity === severity);
    if (own.length === 0) return [];
    const items = own.map(
      ({ stack, what, fix }) =>
        `<li class="${severity}">${html(stack)}: ${render(what, htmlCode, html)}` +
        `<p class="fix">Fix: ${render(fix, htmlCode, html)}</p></li>`,
    );
    return [`<h2>${html(title)}</h2>`, `<ul class="findings">`, ...items, "</ul>"];
  });
}

const CAPTION =
  "Each box is a construct: + creates, ~ changes, ± replaces, − destroys, ○ forgets, → moves or imports. A line " +
  "leads from a construct to one that needs it; a dashed line leads to another stack.";

/** One drawing for each environment that changes, the base stack above the service stack. */
function figures({ stacks }: Review, { graphs }: PageOptions): string[] {
  const changed = stacks.filter(({ changes }) => changes.length > 0);
  const environments = [...new Set(changed.map(({ stack }) => environmentOf(stack)))];
  return environments.flatMap((environment) => {
    const names = [...new Set([...graphs.keys(), ...changed.map(({ stack }) => stack)])]
      .filter((stack) => environmentOf(stack) === environment)
      .sort();
    const drawn = names.map((stack) => ({
      stack,
      graph: graphs.get(stack) ?? { constructs: [], needs: [], publishes: [], reads: [] },
      changes: changed.find((each) => each.stack === stack)?.changes ?? [],
    }));
    return [
      `<h2>Diagram of ${html(environment)}</h2>`,
      `<figure>${drawing(drawn)}<figcaption>${CAPTION}</figcaption></figure>`,
    ];
  });
}

function details(review: StackReview): string[] {
  const { stack, changes, bodies } = review;
  if (changes.length === 0) return [];
  const constructs = [...new Set(ordered(review).map(({ name }) => constructOf(name)))];
  return [
    `<h2>Resources of ${html(stack)}</h2>`,
    ...constructs.flatMap((construct) => [
      `<h3 id="${anchorOf(stack, construct)}">${html(construct)}</h3>`,
      ...ordered(review)
        .filter(({ name }) => constructOf(name) === construct)
        .map((change) => resource(change, bodies.get(change.address) ?? bodies.get(change.movedFrom ?? ""))),
    ]),
  ];
}

function resource(change: Change, body: string | undefined): string {
  const words = wordsOf(change).join(", ");
  const text = body ?? "Terraform shows no details.";
  return (
    `<details><summary><span class="tag ${change.action}">${words}</span> ${htmlCode(change.address)}</summary>` +
    `<pre tabindex="0" aria-label="${html(words)}">${coloured(text)}</pre></details>`
  );
}

const CLASSES: Readonly<Record<string, string>> = { "+": "added", "-": "removed", "!": "altered" };

/** Consecutive lines with the same sign share one element, so that the page of a long plan stays small. */
function coloured(text: string): string {
  const runs: { readonly sign: string; readonly lines: string[] }[] = [];
  for (const line of text.split("\n")) {
    const sign = CLASSES[line[0] ?? ""] ?? "";
    const last = runs.at(-1);
    if (last?.sign === sign) last.lines.push(line);
    else runs.push({ sign, lines: [line] });
  }
  return runs
    .map(({ sign, lines }) => {
      const content = html(lines.join("\n"));
      return sign === "" ? content : `<span class="${sign}">${content}</span>`;
    })
    .join("\n");
}
