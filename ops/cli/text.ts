import { foreignText } from "../../facts/foreign-text/foreign-text";
import { withoutWorkflowCommands } from "../../facts/foreign-text/workflow-commands";

/**
 * Text for an outlet. A string may contain anything that a container, AWS or a person wrote: it is cleaned when it is shown. Only
 * a `Styled` can add control sequences. Secrets are recognized inside one string, so do not split one.
 */
export type Text = string | Styled | readonly Text[];

/** Text in a style of ours, e.g. `new Styled("\u001b[1m", "\u001b[22m", name)`. The text inside it is cleaned as any other. */
export class Styled {
  constructor(
    public readonly open: string,
    public readonly close: string,
    public readonly text: Text,
  ) {}
}

/** The text as it is written: without foreign control characters, known secrets and commands for GitHub's runner. */
export const shown = (text: Text): string => withoutWorkflowCommands(joined(text));

function joined(text: Text): string {
  if (typeof text === "string") return foreignText(text);
  if (text instanceof Styled) return `${text.open}${joined(text.text)}${text.close}`;
  return text.map(joined).join("");
}
