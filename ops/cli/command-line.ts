import type { Environment } from "../../config/environment";

/** The command line of an operator's command, e.g. `npm run ops -- logs production`. */
export const commandLine = ({ environment }: Environment, command: string, rest = "") =>
  `npm run ops -- ${command} ${environment}${rest === "" ? "" : ` ${rest}`}`;
