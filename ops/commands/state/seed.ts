import { randomUUID } from "node:crypto";
import type { Operation } from "../../cli/operation";
import { parametersNamed } from "../secret/parameter";
import type { StateFile } from "./state-file";
import type { SynthesizedResource, SynthesizedStack } from "./synthesized";
import { rewriteState } from "./write-state";

/** The version of the format of the state that all resources here have (AWS provider, `SchemaVersion`). */
const SCHEMA_VERSION = 0;

/** Terraform refuses a state of a newer version of itself. This one is the oldest that the stacks allow. */
const TERRAFORM_VERSION = "1.11.0";

/**
 * A parameter that Terraform has written without reading it (`value_wo`). An import would read its value, decrypted, into the
 * state.
 */
export const isSecretParameter = ({ type, config }: SynthesizedResource): boolean =>
  type === "aws_ssm_parameter" && config.value_wo_version !== undefined;

/** The names of the parameters that exist, of these. */
export async function existingParameters(
  operation: Operation,
  parameters: readonly SynthesizedResource[],
): Promise<SynthesizedResource[]> {
  const names = parameters.map(({ config }) => String(config.name));
  if (names.length === 0) return [];
  const existing = (await parametersNamed(operation, names)).map(({ Name }) => Name);
  return parameters.filter(({ config }) => existing.includes(String(config.name)));
}

/**
 * Writes parameters with secrets into the state, in place of an import, as parameters whose value Terraform never reads. The next
 * plan reads all their other arguments.
 *
 * @param provider the address of the AWS provider, e.g. `registry.terraform.io/hashicorp/aws`
 */
export async function seedParameters(
  operation: Operation,
  { part }: SynthesizedStack,
  { parameters, provider }: { parameters: readonly SynthesizedResource[]; provider: string },
): Promise<void> {
  if (parameters.length === 0) return;
  await rewriteState(operation, part, "state rebuild", (current) => {
    const state = current?.state ?? emptyState();
    for (const { address, config } of parameters) {
      const [type = "", name = ""] = address.split(".");
      const attributes = {
        id: config.name,
        name: config.name,
        type: config.type,
        has_value_wo: true,
        value: "",
        value_wo_version: config.value_wo_version,
      };
      const resource = { mode: "managed", type, name, provider: `provider["${provider}"]` };
      state.resources.push({ ...resource, instances: [{ schema_version: SCHEMA_VERSION, attributes }] });
    }
    state.serial += 1;
    return state;
  });
}

const emptyState = (): StateFile => ({
  version: 4,
  terraform_version: TERRAFORM_VERSION,
  serial: 0,
  lineage: randomUUID(),
  outputs: {},
  resources: [],
});
