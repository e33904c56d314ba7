import { readDocument } from "../helpers/samples";

/** A command that a document shows, as words. */
export interface Shown {
  readonly file: string;
  readonly words: readonly string[];
}

/** The commands in the ```bash code of a section, which begins with `## <title>`. */
export const commandsOfSection = (file: string, title: string): string[][] =>
  codeOfSection(file, title, "bash").flatMap(commandsOf);

/** The code of a section in this language. */
export function codeOfSection(file: string, title: string, language: string): string[] {
  const [, section] = readDocument(file).split(`\n## ${title}\n`);
  if (section === undefined) throw new Error(`${file} has no section "${title}".`);
  return fencedCode(section.split("\n## ")[0] ?? "", language);
}

const fencedCode = (text: string, language = "bash"): string[] =>
  [...text.matchAll(new RegExp(`^ *\`\`\`${language}\\n([^]*?)^ *\`\`\`$`, "gm"))].map(
    ([, code = ""]) => code,
  );

/** All commands of a document: in ```bash and indented code, and what begins like one in inline code. */
export function commandsIn(file: string): Shown[] {
  const text = readDocument(file);
  const fenced = fencedCode(text);
  const prose = text.replace(/^ *```[^]*?^ *```$/gm, "");
  const indented = prose.match(/^ {4}(?:make|docker\/local|docker|composer|cp) .*$/gm) ?? [];
  const inline = [...prose.matchAll(/`((?:npm|npx|make|ops|cdktf) [^`]+)`/g)].map(([, code = ""]) =>
    code.replace(/\s+/g, " "),
  );
  return [...fenced, ...indented, ...inline].flatMap((code) =>
    commandsOf(code).map((words) => ({ file, words })),
  );
}

/** The simple commands of a script. */
function commandsOf(script: string): string[][] {
  return script
    .replace(/\\\n/g, " ")
    .split("\n")
    .map((line) => line.replace(/(^|\s)#.*$/, ""))
    .flatMap((line) => line.split(/&&|;|\bdo\b|[()](?=\s|$|\w+ )/))
    .map(wordsOf)
    .map((words) => words.slice(words.findIndex((word) => !/^[A-Z_]+=/.test(word))))
    .filter(([first]) => first !== undefined && !["done", "for"].includes(first));
}

const wordsOf = (command: string): string[] =>
  (command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []).map((word) => word.replace(/["']/g, ""));
