import { scanLine } from "../release/scan-state";
import type { Scan } from "../release/scan-state";
import { html } from "../review/text";

interface DeployEnd {
  readonly environment: string;
  readonly ok: boolean;
  readonly reason?: string;

  /** Of a deploy that succeeded. */
  readonly scans?: readonly Scan[];
}

/**
 * The result of a deploy as Markdown, from the output of `ops deploy --json`, which is empty when an earlier step failed.
 *
 * The reason quotes logs and events, which may contain anything, so it is escaped.
 */
export function summaryOf(tag: string, json: string): string {
  if (json.trim() === "") return "### Not deployed\n\nAn earlier step failed. See its log for the reason.";

  const { environment, ok, reason, scans = [] } = JSON.parse(json) as DeployEnd;
  const heading = `### ${environment}: ${tag} ${ok ? "was deployed" : "was not deployed"}`;
  const texts = [...(reason === undefined ? [] : [reason]), ...scans.map(scanLine)];
  return texts.length === 0 ? heading : `${heading}\n\n<pre>${asText(texts.join("\n"))}</pre>`;
}

/** A blank line would end the HTML block in Markdown. */
const asText = (text: string) => html(text).replace(/\n/g, "&#10;");
