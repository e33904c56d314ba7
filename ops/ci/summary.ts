import { html } from "../review/text";

interface DeployEnd {
  readonly environment: string;
  readonly ok: boolean;
  readonly reason?: string;
}

/**
 * What became of a deploy, as Markdown: `ops deploy --json` says it, or nothing at all when an earlier step failed.
 *
 * The reason quotes logs and events, which may hold anything: it is shown as text that cannot be markup.
 */
export function summaryOf(tag: string, json: string): string {
  if (json.trim() === "") return "### Not deployed\n\nAn earlier step failed; its log says why.";

  const { environment, ok, reason } = JSON.parse(json) as DeployEnd;
  const heading = `### ${environment}: ${tag} ${ok ? "runs" : "was not deployed"}`;
  return reason === undefined ? heading : `${heading}\n\n<pre>${asText(reason)}</pre>`;
}

/** A blank line would end what Markdown takes for HTML. */
const asText = (text: string) => html(text).replace(/\n/g, "&#10;");
