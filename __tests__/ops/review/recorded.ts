import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TerraformPlan } from "../../../ops/review/plan";
import { readPlan } from "../../../ops/review/plan";

const fileOf = (name: string, kind: string) =>
  join(__dirname, "plans", `${name.replaceAll(" ", "-")}.${kind}`);

/** What a review reads of a plan, as it was planned by Terraform on the embedded AWS. */
export interface Recorded {
  readonly plan: TerraformPlan;
  readonly text: string;
}

export function recorded(name: string): Recorded {
  const read = (kind: string) => readFileSync(fileOf(name, kind), "utf8");
  return { plan: readPlan(read("json"), name), text: read("txt") };
}

/** Writes a plan down, without what stays as it is, except for the earlier settings files. The address of the embedded AWS becomes AWS's. */
export function record(name: string, json: string, text: string): void {
  const plan = JSON.parse(json) as TerraformPlan;
  const changes = (plan.resource_changes ?? []).filter(
    ({ change, previous_address: previous, type }) =>
      type === "aws_s3_object" ||
      !change.actions.every((action) => action === "no-op") ||
      previous !== undefined ||
      change.importing,
  );
  const addresses = new Set(changes.map(({ address }) => address));
  const { resources = [] } = plan.configuration?.root_module ?? {};
  const short: TerraformPlan = {
    format_version: plan.format_version,
    errored: plan.errored ?? false,
    resource_changes: changes,
    ...(plan.resource_drift ? { resource_drift: plan.resource_drift } : {}),
    configuration: {
      root_module: { resources: resources.filter(({ type, name }) => addresses.has(`${type}.${name}`)) },
    },
  };
  const published = (what: string) =>
    what.replace(/http:\/\/127\.0\.0\.1:\d+/g, "https://sqs.ap-northeast-1.amazonaws.com");
  writeFileSync(fileOf(name, "json"), `${published(JSON.stringify(short))}\n`);
  writeFileSync(fileOf(name, "txt"), published(text));
}
