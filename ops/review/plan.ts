import { isObject } from "../../facts/terraform-json";
import { Refusal } from "../cli/refusal";

/** The part of a plan in the JSON output format (version 1.2, "JSON Output Format") that the review reads. */
export interface TerraformPlan {
  readonly format_version: string;
  readonly errored?: boolean;
  readonly resource_changes?: readonly ResourceChange[];

  /** Changes made outside of Terraform since the last apply. */
  readonly resource_drift?: readonly ResourceChange[];
  readonly variables?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly configuration?: {
    readonly root_module?: {
      readonly variables?: Readonly<Record<string, { readonly sensitive?: boolean }>>;
      readonly resources?: readonly {
        readonly mode: string;
        readonly type: string;
        readonly name: string;
        readonly expressions?: unknown;
      }[];
    };
  };
}

export interface ResourceChange {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly previous_address?: string;
  readonly action_reason?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: unknown;
    readonly after: unknown;
    readonly after_unknown: unknown;
    readonly before_sensitive: unknown;
    readonly after_sensitive: unknown;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
    readonly importing?: object;
  };
}

/** Parses the output of `terraform show -json`. */
export function readPlan(json: string, file: string): TerraformPlan {
  let plan: unknown;
  try {
    plan = JSON.parse(json);
  } catch {
    plan = undefined;
  }
  const version = isObject(plan) ? plan.format_version : undefined;
  if (typeof version === "string" && version.startsWith("1.")) return plan as TerraformPlan;

  throw new Refusal(
    `${file} is not a Terraform plan in JSON` +
      (typeof version === "string" ? ` in a supported format (${version}, supported is 1.x).` : ".") +
      "\nFix: Give a file of `terraform plan -out`, or the output of `terraform show -json`.",
  );
}
