import type { Command } from "commander";
import { addCommand } from "../../cli/add-command";
import { operate } from "../../cli/command";
import type { RebuildOptions } from "./rebuild";
import type { UnlockOptions } from "./unlock";

/** Adds `ops state`: what an operator does with a Terraform state that is lost, locked or was not written. */
export function addState(program: Command): void {
  const state = program.command("state").description("the Terraform state of an environment");
  addCommand(state, "rebuild", "bring a lost state back: an older version, or by import of what exists")
    .argument("[stack]", "base or service (default: both)")
    .option("--restore <version>", "restore this version of the state")
    .option("--from-aws", "import what exists, although there are older versions")
    .option("--dry-run", "show what would be imported, and change nothing")
    .option("--output <folder>", "the folder of the synthesized stacks", "cdktf.out")
    .option("-y, --yes <environment>", "its name again, in place of the question")
    .action(
      operate<RebuildOptions & { json?: boolean }>(async (operation, options, [part]) =>
        (await import("./rebuild")).rebuild(operation, part, options),
      ),
    );

  addCommand(state, "unlock", "remove the lock that a killed Terraform has left on a state")
    .argument("<stack>", "base or service")
    .option("-y, --yes <id>", "the id of the lock, in place of the question")
    .action(
      operate<UnlockOptions & { json?: boolean }>(async (operation, options, [part = ""]) =>
        (await import("./unlock")).unlock(operation, part, options),
      ),
    );
  addCommand(state, "push", "upload the errored.tfstate of a Terraform that could not write the state")
    .argument("<stack>", "base or service")
    .argument("<file>", "e.g. cdktf.out/stacks/production-base/errored.tfstate")
    .action(
      operate(async (operation, _options, [part = "", file = ""]) =>
        (await import("./push")).push(operation, part, file),
      ),
    );
}
