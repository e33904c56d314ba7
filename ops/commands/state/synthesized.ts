import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Part } from "../../../stacks/environment-stack";
import { stateLocation } from "../../../stacks/environment-stack";
import { isObject, listOf, namedBlocks } from "../../../facts/terraform-json";
import type { Operation } from "../../cli/operation";
import { Refusal } from "../../cli/refusal";

export type Config = Readonly<Record<string, unknown>>;

/** A resource as the synthesized stack describes it. */
export interface SynthesizedResource {
  /** e.g. `aws_vpc.network_vpc_4E8F0223` */
  readonly address: string;
  readonly type: string;
  readonly config: Config;
}

/** A stack that `cdktf synth` wrote. */
export interface SynthesizedStack {
  /** e.g. `production-base` */
  readonly id: string;
  readonly part: Part;
  readonly folder: string;
  readonly resources: readonly SynthesizedResource[];
  readonly data: Readonly<Record<string, Readonly<Record<string, Config>>>>;

  /** Resources that the stack imports itself, e.g. those of a network that was created by hand. */
  readonly imported: readonly string[];

  /** Whether the stack has the Terraform variable that keeps secrets closed. */
  readonly hasSecrets: boolean;
}

interface StackJson {
  readonly resource?: SynthesizedStack["data"];
  readonly data?: SynthesizedStack["data"];
  readonly import?: unknown;
  readonly variable?: Readonly<Record<string, unknown>>;
  readonly terraform?: {
    readonly backend?: { readonly s3?: { readonly bucket?: string; readonly key?: string } };
  };
}

/**
 * Reads a synthesized stack.
 *
 * @param output the output folder of cdktf
 * @throws Refusal when it was not synthesized, or has another state
 */
export function synthesizedStack({ environment }: Operation, part: Part, output: string): SynthesizedStack {
  const id = `${environment.environment}-${part}`;
  const folder = join(output, "stacks", id);
  const file = join(folder, "cdk.tf.json");
  const fix = "Fix: Run `npx cdktf synth`.";
  if (!existsSync(file))
    throw new Refusal(`${folder} does not exist: the stack was not synthesized.\n${fix}`);
  const json = JSON.parse(readFileSync(file, "utf8")) as StackJson;
  const { bucket, key } = json.terraform?.backend?.s3 ?? {};
  const wanted = stateLocation(environment, part);
  if (bucket !== wanted.bucket || key !== wanted.key) {
    throw new Refusal(
      `${folder} has its state in ${bucket}/${key}, not in ${wanted.bucket}/${wanted.key}: it is not of this environment.\n${fix}`,
    );
  }
  return { ...stackOf(json), id, part, folder };
}

/** What a synthesized stack consists of. */
export const stackOf = (json: StackJson): Omit<SynthesizedStack, "id" | "part" | "folder"> => ({
  resources: namedBlocks(json.resource).map(({ type, name, body }) => ({
    address: `${type}.${name}`,
    type,
    config: body,
  })),
  data: json.data ?? {},
  imported: listOf(json.import).flatMap((each) => (isObject(each) ? [String(each.to)] : [])),
  hasSecrets: json.variable?.open_secrets !== undefined,
});
