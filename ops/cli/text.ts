import { foreignText } from "../../facts/foreign-text/foreign-text";
import { withoutWorkflowCommands } from "../../facts/foreign-text/workflow-commands";

/**
 * Text for an outlet. A string may contain anything that a container, AWS or a person wrote: it is cleaned when it is shown. Only
 * a `Styled` can add control sequences. Secrets are recognized inside one string, so do not split one.
 */
export type Text = string | Styled | readonly Text[];

/** Text in a style of ours (ops/cli/style.ts). The text inside it is cleaned as any other. */
export class Styled {
  constructor(
    public readonly open: string,
    public readonly close: string,
    public readonly text: Text,
  ) {}
}

/**
 * The text as it is written: without foreign control characters, known secrets and commands for GitHub's runner.
 *
 * @param colours whether the outlet shows styles
 */
export const shown = (text: Text, colours: boolean): string => withoutWorkflowCommands(joined(text, colours));

function joined(text: Text, colours: boolean): string {
  if (typeof text === "string") return foreignText(text);
  if (text instanceof Styled) {
    const inside = joined(text.text, colours);
    return colours ? `${text.open}${inside}${text.close}` : inside;
  }
  return text.map((each) => joined(each, colours)).join("");
}
