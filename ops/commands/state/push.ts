import { readFileSync } from "node:fs";
import { isObject } from "../../../facts/terraform-json";
import { commandLine } from "../../cli/command-line";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { Refusal } from "../../cli/refusal";
import { partOf } from "./part";
import type { StateFile } from "./state-file";
import { addressesIn, parseState } from "./state-file";
import { rewriteState } from "./write-state";

/**
 * `state push`: uploads the `errored.tfstate` that Terraform wrote when it could not reach the bucket. It refuses what
 * `terraform state push` refuses and, while the bucket has no state to compare it with, the state of another stack. It needs
 * neither Terraform nor the folder of the stack.
 */
export async function push(operation: Operation, given: string, file: string): Promise<Facts> {
  const { environment, environmentName, output } = operation;
  const part = partOf(given);
  const stack = `${environmentName}-${part}`;
  const state = read(file);
  const resources = addressesIn(state).length;
  await rewriteState(operation, part, "state push", (current) => {
    if (current && !current.state) {
      throw new Refusal(
        `The state of ${stack} cannot be read.\nFix: Restore an older version first: ${commandLine(environment, "state rebuild", part)}`,
      );
    }
    if (current?.state) requireNewer(state, current.state, { file, stack });
    else requireOwn(state, { file, stack });
    return state;
  });
  output.print(
    `The state of ${stack} is ${file}: serial ${state.serial}, ${resources} resources.\n` +
      `Next: Look at what is left to do: npx cdktf diff ${stack}`,
  );
  return { serial: state.serial, resources };
}

function read(file: string): StateFile {
  let text = "";
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new Refusal(`${file} cannot be read.\nFix: Give the errored.tfstate that Terraform wrote.`);
  }
  const state = parseState(text);
  if (state) return state;
  throw new Refusal(`${file} is not a Terraform state.\nFix: Give the errored.tfstate that Terraform wrote.`);
}

/** @throws Refusal when the file is of another stack, or the bucket has a newer state */
function requireNewer(
  state: StateFile,
  current: StateFile,
  { file, stack }: { file: string; stack: string },
): void {
  if (state.lineage !== current.lineage) {
    throw new Refusal(
      `${file} has the lineage ${state.lineage}, and the state of ${stack} ${current.lineage}: it is of another stack or environment.\n` +
        "Fix: Give the file of the failed run of this stack.",
    );
  }
  if (state.serial <= current.serial) {
    throw new Refusal(
      `${file} has the serial ${state.serial}, and the state of ${stack} ${current.serial}: a later run has written it.\n` +
        `Fix: Nothing, if that run was after the failed one. See what is missing: npx cdktf diff ${stack}`,
    );
  }
}

/** @throws Refusal when the resources in a state have the tags of another stack */
function requireOwn(state: StateFile, { file, stack }: { file: string; stack: string }): void {
  const owners = new Set(
    state.resources
      .flatMap(({ mode, instances }) => (mode === "managed" ? instances : []))
      .map(({ attributes }) => attributes.tags_all)
      .flatMap((tags) =>
        isObject(tags) && typeof tags.stack === "string" ? `${String(tags.environment)}-${tags.stack}` : [],
      ),
  );
  if (owners.size === 0 || owners.has(stack)) return;
  throw new Refusal(
    `${file} has the resources of ${[...owners].join(", ")}, not of ${stack}: the next deployment would delete them.\n` +
      "Fix: Give the file of the failed run of this stack.",
  );
}
