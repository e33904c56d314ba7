import { html } from "../review/text";

interface DeployEnd {
  readonly environment: string;
  readonly ok: boolean;
  readonly reason?: string;
}

/**
 * The result of a deploy as Markdown, from the output of `ops deploy --json`, which is empty when an earlier step failed.
 *
 * The reason quotes logs and events, which may contain anything, so it is escaped.
 */
export function summaryOf(tag: string, json: string): string {
  if (json.trim() === "") return "### Not deployed\n\nAn earlier step failed. See its log for the reason.";

  const { environment, ok, reason } = JSON.parse(json) as DeployEnd;
  const heading = `### ${environment}: ${tag} ${ok ? "was deployed" : "was not deployed"}`;
  return reason === undefined ? heading : `${heading}\n\n<pre>${asText(reason)}</pre>`;
}

/** A blank line would end the HTML block in Markdown. */
const asText = (text: string) => html(text).replace(/\n/g, "&#10;");
