import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isolatedEnvironment } from "../../../local/isolation";
import { providersHere } from "../../../local/providers";
import { Terraform } from "../../../local/terraform";
import { pinnedProviders } from "../../../ops/terraform/pinned-providers";
import { readPlan, type ResourceChange } from "../../../ops/review/plan";
import { configurationOf, instanceOf } from "./pretended";
import { reachedBy, referencesOf } from "./reached";
import { bodyAt, plain, type Step } from "./resources";

/** A resource that is destroyed and created again, and the arguments that cannot be changed in place. */
export interface Replacement {
  readonly address: string;
  readonly because: readonly string[];
}

/** No request is sent: the provider compares a state with a configuration. */
const WITHOUT_AWS = {
  skip_credentials_validation: true,
  skip_metadata_api_check: "true",
  skip_requesting_account_id: true,
};
const NOWHERE = "http://127.0.0.1:1";
const REGION = "eu-west-1";

/**
 * What the real provider replaces in each step, of the resources with data and what they refer to. One plan has a module for
 * each step, with the configuration that it leads to, and a made-up state of what it starts from. It needs no AWS.
 *
 * `terraform providers schema` does not print which arguments cannot be changed in place, and for some it depends on the values.
 */
export async function replacementsOf(steps: readonly Step[]): Promise<Map<Step, Replacement[]>> {
  const folder = mkdtempSync(join(tmpdir(), "switches-"));
  try {
    const environment = isolatedEnvironment(NOWHERE, REGION, folder);
    const { aws } = await providersHere(folder, environment);
    const modules = Object.fromEntries(steps.flatMap((step, index) => writeModule(folder, step, index)));
    write(folder, "main.tf.json", {
      terraform: { required_providers: { aws: { ...pinnedProviders().aws, version: aws.version } } },
      provider: { aws: [{ region: REGION, ...WITHOUT_AWS }] },
      module: modules,
    });
    write(folder, "terraform.tfstate", {
      ...{ version: 4, terraform_version: "1.11.0", serial: 1, lineage: "pretended", outputs: {} },
      resources: steps.flatMap(stateOf),
    });

    const terraform = new Terraform(folder, environment);
    await terraform.init();
    await terraform.succeed("plan", "-input=false", "-refresh=false", "-out=plan");
    const { stdout } = await terraform.succeed("show", "-json", "plan");
    const changes = readPlan(stdout, "plan").resource_changes ?? [];
    return new Map(steps.map((step, index) => [step, replacedIn(moduleName(index), changes)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const moduleName = (index: number) => `step-${index}`;

const replacedIn = (name: string, changes: readonly ResourceChange[]): Replacement[] =>
  changes.flatMap(({ address, change: { actions, replace_paths = [] } }) => {
    const [, inModule] = address.split(`module.${name}.`);
    return inModule === undefined || actions.length === 1
      ? []
      : [{ address: plain(inModule), because: replace_paths.map((path) => path.join(".")).sort() }];
  });

/** @returns the call of the module, if the step reaches any resource with data */
function writeModule(folder: string, step: Step, index: number): [string, { source: string }][] {
  const reached = reachedBy(step);
  if (reached.length === 0) return [];
  const name = moduleName(index);
  const resource: Record<string, Record<string, unknown>> = {};
  for (const address of reached) {
    const [type = "", id = ""] = address.split(".");
    (resource[type] ??= {})[id] = configurationOf(step.after, address);
  }
  mkdirSync(join(folder, name));
  write(join(folder, name), "main.tf.json", { resource });
  return [[name, { source: `./${name}` }]];
}

function stateOf(step: Step, index: number): object[] {
  const reached = reachedBy(step);
  const references = reached.flatMap((address) => [
    ...referencesOf(step.before, address),
    ...referencesOf(step.after, address),
  ]);
  return reached
    .filter((address) => bodyAt(step.before, address) !== undefined)
    .map((address) => {
      const [type, name] = address.split(".");
      const read = references.filter((each) => each.address === address).map(({ attribute }) => attribute);
      return {
        ...{ module: `module.${moduleName(index)}`, mode: "managed", type, name },
        provider: 'provider["registry.terraform.io/hashicorp/aws"]',
        instances: [instanceOf(step.before, address, read)],
      };
    });
}

const write = (folder: string, name: string, content: object) =>
  writeFileSync(join(folder, name), JSON.stringify(content));
