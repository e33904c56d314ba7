import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");

/** README.md, README.ja.md and the guides, as paths from the project's root. */
export const DOCUMENTS = [
  ...readdirSync(ROOT).filter((file) => file.endsWith(".md")),
  ...readdirSync(join(ROOT, "docs"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

export const readDocument = (file: string): string => readFileSync(join(ROOT, file), "utf8");

/** `npm run samples` rewrites the samples instead of comparing them. */
export const UPDATING = Boolean(process.env.UPDATE_SAMPLES);

/**
 * Compares an output of the real code with the documents that quote it between `<!-- sample: name -->` and
 * `<!-- /sample -->`.
 */
export function expectSample(name: string, output: string): void {
  expectGenerated(name, `\`\`\`text\n${output.replace(/[ \t]+$/gm, "").trim()}\n\`\`\``);
}

/** The same for a part of a document in Markdown, e.g. a table. */
export function expectGenerated(name: string, markdown: string): void {
  const marked = new RegExp(`<!-- sample: ${name} -->\\n[^]*?<!-- /sample -->`);
  const quoting = DOCUMENTS.filter((file) => marked.test(readDocument(file)));
  expect({ name, quoted: quoting.length > 0 }).toEqual({ name, quoted: true });

  const sample = `<!-- sample: ${name} -->\n\n${markdown}\n\n<!-- /sample -->`;
  for (const file of quoting) {
    const document = readDocument(file);
    const updated = document.replace(marked, () => sample);
    if (UPDATING) writeFileSync(join(ROOT, file), updated);
    else expect({ file, sample: marked.exec(document)?.[0] }).toEqual({ file, sample });
  }
}
