import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
const requireFromRoot = createRequire(join(ROOT, "main.ts"));

const IMPORT = /^import \{ ([^}]+) \} from "(@cdktf\/provider-aws\/lib\/[\w-]+)";$/gm;

/** What several constructs write for another one to make, by how it looks in their source. */
const WRITTEN_FOR_OTHERS: readonly (readonly [looks: RegExp, type: string])[] = [
  [/\bactions: /, "data.aws_iam_policy_document"],
  [/\b(containerDefinition|laravelContainer)\(/, "aws_ecs_task_definition"],
];

/** The types of resources that each file of `constructs/` makes itself, or writes for another to make. */
export function madeByConstructs(): Readonly<Record<string, readonly string[]>> {
  const files = readdirSync(join(ROOT, "constructs"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => `constructs/${path}`);
  return Object.fromEntries(
    files.sort().map((file) => [file, typesIn(readFileSync(join(ROOT, file), "utf8"))]),
  );
}

function typesIn(source: string): string[] {
  const made = [...source.matchAll(IMPORT)].flatMap(([, names = "", path = ""]) =>
    names
      .split(/,\s*/)
      .map((name) => name.split(" as "))
      .filter(([name = "", alias = name]) => source.includes(`new ${alias}(`))
      .map(([name = ""]) => typeOf(path, name)),
  );
  const written = WRITTEN_FOR_OTHERS.filter(([looks]) => looks.test(source)).map(([, type]) => type);
  return [...new Set([...made, ...written])].sort();
}

/** As the policies name it, e.g. `aws_lb` or `data.aws_iam_policy_document`. */
function typeOf(path: string, name: string): string {
  const { tfResourceType = name } =
    (requireFromRoot(path) as Record<string, { tfResourceType?: string } | undefined>)[name] ?? {};
  return name.startsWith("Data") ? `data.${tfResourceType}` : tfResourceType;
}
