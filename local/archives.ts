import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { zipOf } from "./zip";

interface Archive {
  readonly type: string;
  readonly source_file: string;
  readonly output_path: string;
  readonly output_file_mode: string;
}

interface Stack {
  readonly data: Record<string, Record<string, unknown> | undefined>;
  readonly provider: Record<string, unknown>;
  readonly terraform: { required_providers: Record<string, unknown> };
}

/**
 * Replaces the archive provider where Terraform cannot install it: creates the zips of every synthesized stack, and writes
 * their paths and hashes into the stack. Nothing else of the stack changes.
 *
 * @param output the output folder of cdktf
 * @returns the zips
 */
export function packArchives(output: string): string[] {
  const stacks = join(output, "stacks");
  return readdirSync(stacks).flatMap((name) => packArchivesOf(join(stacks, name)));
}

function packArchivesOf(folder: string): string[] {
  const file = join(folder, "cdk.tf.json");
  if (!existsSync(file)) return [];
  let text = readFileSync(file, "utf8");
  const { archive_file: archives = {} } = (JSON.parse(text) as Partial<Stack>).data ?? {};

  const zips = Object.entries(archives as Record<string, Archive>).map(([id, archive]) => {
    const zip = zipOf(
      basename(archive.source_file),
      readFileSync(join(folder, archive.source_file)),
      parseInt(archive.output_file_mode, 8),
    );
    const path = join(folder, archive.output_path);
    writeFileSync(path, zip);
    const hash = createHash("sha256").update(zip).digest("base64");
    text = text
      .replaceAll(`\${data.archive_file.${id}.output_path}`, archive.output_path)
      .replaceAll(`\${data.archive_file.${id}.output_base64sha256}`, hash);
    return path;
  });
  if (zips.length > 0)
    writeFileSync(file, JSON.stringify(withoutArchiveProvider(JSON.parse(text) as Stack), null, 2));
  return zips;
}

function withoutArchiveProvider(stack: Stack): Stack {
  const without = <T extends object>(values: T, key: string) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => name !== key));
  return {
    ...stack,
    data: without(stack.data, "archive_file"),
    provider: without(stack.provider, "archive"),
    terraform: {
      ...stack.terraform,
      required_providers: without(stack.terraform.required_providers, "archive"),
    },
  };
}
