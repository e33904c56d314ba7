import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../local/project";

const IMPORT = /@cdktf\/provider-aws\/lib\/([a-z0-9-]+)/g;

/** The fields of `GetProviderSchema.Response` that are maps by type: of resources, and of data sources ("tfplugin5.proto", Terraform). */
const RESOURCES = 2;
const DATA_SOURCES = 3;

const LENGTH_DELIMITED = 2;

/** The types of the AWS provider that the stacks can have, by field. */
function typesInUse(): Record<number, Set<string>> {
  const modules = ["constructs", "stacks"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) => [...readFileSync(join(ROOT, folder, file), "utf8").matchAll(IMPORT)])
      .map(([, name = ""]) => name.replaceAll("-", "_")),
  );
  const [data, resources] = [true, false].map((isData) =>
    modules.filter((name) => name.startsWith("data_aws_") === isData),
  ) as [string[], string[]];
  return {
    [RESOURCES]: new Set(resources.map((name) => `aws_${name}`)),
    [DATA_SOURCES]: new Set(data.map((name) => name.slice("data_".length))),
  };
}

/**
 * What remains of a `GetProviderSchema.Response` without the types that no stack of this project has. Terraform refuses the others as
 * invalid.
 */
export function schemasInUse(response: Buffer): Buffer {
  const inUse = typesInUse();
  const kept: Buffer[] = [];
  for (let start = 0; start < response.length;) {
    const { field, content, end } = fieldAt(response, start);
    const types = inUse[field];
    // An entry of a map is a message whose first field is the key.
    if (types === undefined || types.has(fieldAt(content, 0).content.toString()))
      kept.push(response.subarray(start, end));
    start = end;
  }
  return Buffer.concat(kept);
}

/** A field of a message that is a message or a text, as all of these are ("Encoding", Protocol Buffers). */
function fieldAt(message: Buffer, start: number) {
  const tag = varintAt(message, start);
  if ((tag.value & 7) !== LENGTH_DELIMITED)
    throw new Error(`unexpected wire type in a schema: ${tag.value & 7}`);
  const length = varintAt(message, tag.end);
  const end = length.end + length.value;
  return { field: tag.value >> 3, content: message.subarray(length.end, end), end };
}

function varintAt(message: Buffer, start: number): { value: number; end: number } {
  let value = 0;
  for (let end = start, shift = 0; ; shift += 7) {
    const byte = message.readUInt8(end++);
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value, end };
  }
}
