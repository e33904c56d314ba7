import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { Refusal } from "../../cli/refusal";
import { restoreBeside } from "./restore";
import { swap } from "./swap";

export interface RestoreCommandOptions {
  readonly at?: string;
  readonly snapshot?: string;
  readonly swap?: string;
  readonly yes?: boolean;
}

/** `database restore`: beside the database, or, with `--swap`, in its place. */
export function restore(operation: Operation, options: RestoreCommandOptions): Promise<Facts> {
  const given = (["at", "snapshot", "swap"] as const).filter((name) => options[name] !== undefined);
  if (given.length !== 1) {
    throw new Refusal(
      `${given.length === 0 ? "Nothing to restore was given" : `--${given.join(" and --")} exclude each other`}.\n` +
        "Fix: Give one of --at <time>, --snapshot <id>, or, to put a restored database in place, --swap <instance>.",
    );
  }
  return options.swap === undefined
    ? restoreBeside(operation, options)
    : swap(operation, options.swap, options);
}
