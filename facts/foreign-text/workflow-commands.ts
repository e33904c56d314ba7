/**
 * GitHub's runner executes commands that it finds in the output of a step: `::name::` after the white space at the start of a
 * line, and `##[name]` anywhere in it ("Workflow commands for GitHub Actions"; actions/runner, ActionCommand.cs). `stop-commands`
 * would switch off all later ones, and `add-mask` would hide text of the log.
 */
const AT_THE_START = /^([^\S\n\r\u2028\u2029]*):(?=:)/gm;
const ANYWHERE = /##(?=\[)/g;

/** The text with such commands made ineffective. A space inside the mark keeps them readable. */
export const withoutWorkflowCommands = (text: string): string =>
  text.replace(AT_THE_START, "$1: ").replace(ANYWHERE, "# #");
