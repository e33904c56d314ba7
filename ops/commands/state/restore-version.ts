import type { Part } from "../../../stacks/environment-stack";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { Refusal } from "../../cli/refusal";
import { requireTyped } from "../database/consent";
import { instancesOf } from "../database/instances";
import { setDatabase } from "../database/state-correction";
import { addressesIn } from "./state-file";
import { versionLines, versionsOf } from "./versions";
import { rewriteState } from "./write-state";

/**
 * Makes an older version of the state the newest. Its serial becomes higher than all, so that a plan that was saved with
 * another state is refused by Terraform.
 */
export async function restoreVersion(
  operation: Operation,
  part: Part,
  { version, yes, dryRun }: { version: string; yes: string | undefined; dryRun: boolean },
): Promise<Facts> {
  const { environment, environmentName, output } = operation;
  const stack = `${environmentName}-${part}`;
  const versions = await versionsOf(operation, part);
  const chosen = versions.find(({ id }) => id === version);
  if (!chosen?.state) {
    throw new Refusal(
      `${stack} has no version ${version} that Terraform can read. The newest are:\n` +
        (versions.length > 0 ? versionLines(versions).join("\n") : "  none") +
        "\nFix: Give the id of one that can be read.",
    );
  }
  const resources = addressesIn(chosen.state).length;
  output.print(
    `The state of ${stack} becomes that of ${chosen.at?.toISOString()}, with ${resources} resources. ` +
      "What was created since then is missing in it: run the same command without --restore afterwards.",
  );
  if (dryRun) return { version, resources };
  await requireTyped(environmentName, {
    given: yes,
    question: `Replace the state of ${stack} in account ${environment.accountId}?`,
    flag: `--yes ${environmentName}`,
  });
  const state = chosen.state;
  // A version of before a swap is about the replaced database, which Terraform would rename back.
  const { own } = await instancesOf(operation);
  if (own?.DbiResourceId !== undefined) setDatabase(state, environment.name, own.DbiResourceId);
  const serial = Math.max(...versions.map((each) => each.state?.serial ?? 0)) + 1;
  await rewriteState(operation, part, "state rebuild", (current) => {
    if (current?.state && current.state.serial >= serial) {
      throw new Refusal(
        `The state of ${stack} was written after its versions were listed here: it has the serial ${current.state.serial} now. Nothing was changed.\n` +
          "Fix: Run the command again, if what that run has created may be missing in the state.",
      );
    }
    return { ...state, serial };
  });
  output.print(`Restored.\nNext: Look at what changes: npx cdktf diff ${stack}`);
  return { version, resources };
}
