import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";
import { INSTALLED } from "./moved-project";

/** What Terraform's schema of a block holds, by the names that Terraform uses. */
export type BlockSchema = ReadonlyMap<string, Attribute>;

interface Attribute {
  readonly required: boolean;
  /** The schema of the blocks in it, where it holds blocks. */
  readonly block: () => BlockSchema | undefined;
}

export type Kind = "resource" | "data" | "ephemeral" | "provider";

const FOLDER_OF: Readonly<Record<Kind, (name: string) => string>> = {
  resource: (name) => name,
  data: (name) => `data-${name}`,
  ephemeral: (name) => `ephemeral-${name}`,
  provider: () => "provider",
};

const schemas = new Map<string, BlockSchema | undefined>();

/**
 * The schema of a resource, data source, ephemeral resource or provider, read from its bindings; nothing where there are
 * none. Each is a file of its own and only its types are read: to load the whole package takes 1.5 GB.
 */
export function schemaOf(kind: Kind, type: string): BlockSchema | undefined {
  const key = `${kind} ${type}`;
  if (!schemas.has(key)) schemas.set(key, read(kind, type));
  return schemas.get(key);
}

function read(kind: Kind, type: string): BlockSchema | undefined {
  const [provider = ""] = type.split("_");
  // The bindings of resources leave out the prefix `aws_`, all others keep it.
  const name = (provider === "aws" && kind === "resource" ? type.slice("aws_".length) : type).replaceAll(
    "_",
    "-",
  );
  const file = join(INSTALLED, "@cdktf", `provider-${provider}`, "lib", FOLDER_OF[kind](name), "index.d.ts");
  if (!existsSync(file)) return undefined;

  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022);
  const interfaces = new Map(
    source.statements.filter(ts.isInterfaceDeclaration).map((each) => [each.name.text, each]),
  );
  const [config] = [...interfaces.keys()].filter((each) => each.endsWith("Config"));
  if (config === undefined) throw new Error(`${file} has no interface ...Config`);

  const blockOf = (type: ts.Node | undefined): BlockSchema | undefined => {
    const found = type && interfaces.get(namesIn(type).find((each) => interfaces.has(each)) ?? "");
    return found && schemaFrom(found);
  };
  const schemaFrom = ({ members }: ts.InterfaceDeclaration): BlockSchema =>
    new Map(
      members.filter(ts.isPropertySignature).map((member) => {
        // "{@link https://registry.terraform.io/... EcrRepository#force_delete}"
        const [attribute] = /(?<=#)\w+(?=\})/.exec(member.getFullText(source)) ?? [];
        if (attribute === undefined)
          throw new Error(`${file}: no attribute in: ${member.getFullText(source)}`);
        return [attribute, { required: !member.questionToken, block: () => blockOf(member.type) }];
      }),
    );
  return blockOf(ts.factory.createTypeReferenceNode(config));
}

/** The names of the types in a type, e.g. `A` and `B` in `A[] | { [key: string]: B }`. */
function namesIn(type: ts.Node): string[] {
  if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)) return [type.typeName.text];
  const names: string[] = [];
  ts.forEachChild(type, (child) => {
    names.push(...namesIn(child));
  });
  return names;
}
