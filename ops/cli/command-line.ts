import type { Environment } from "../../config/environment";

type Named = Pick<Environment, "environment">;

/** The command line of an operator's command, e.g. `npm run ops -- logs production`. */
export const commandLine = ({ environment }: Named, command: string, rest = "") =>
  `npm run ops -- ${command} ${environment}${rest === "" ? "" : ` ${rest}`}`;

/**
 * The command line that deploys stacks with CDKTF, in this order, e.g. `npm run apply -- production-service`.
 *
 * `cdktf deploy production-service` is refused without `production-base`, because the stack depends on it. Only an option of
 * cdktf itself changes that, so the script in package.json sets it.
 */
export const applyLine = ({ environment }: Named, ...stacks: readonly ("base" | "service")[]) =>
  `npm run apply -- ${stacks.map((stack) => `${environment}-${stack}`).join(" ")}`;
