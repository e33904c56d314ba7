import { isObject } from "../../../facts/terraform-json";

/** The parts of a state file, version 4, that are read and written here. All others are written as they were. */
export interface StateFile {
  version: number;
  terraform_version: string;
  serial: number;
  lineage: string;
  outputs?: Record<string, { value: unknown }>;
  resources: {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly provider: string;
    readonly instances: {
      readonly schema_version: number;
      attributes: Record<string, unknown>;
      readonly index_key?: string | number;
    }[];
  }[];
}

/** Parses a state file. @returns undefined for a text that Terraform could not read either */
export function parseState(text: string): StateFile | undefined {
  try {
    const json: unknown = JSON.parse(text);
    const isState =
      isObject(json) &&
      json.version === 4 &&
      typeof json.serial === "number" &&
      Array.isArray(json.resources);
    return isState ? (json as unknown as StateFile) : undefined;
  } catch {
    return undefined;
  }
}

/** The addresses of the managed resources in a state, without the keys of their instances. */
export const addressesIn = ({ resources }: StateFile): string[] =>
  resources
    .filter(({ mode, instances }) => mode === "managed" && instances.length > 0)
    .map(({ type, name }) => `${type}.${name}`);
