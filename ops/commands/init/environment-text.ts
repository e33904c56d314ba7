import { join } from "node:path";
import type { EnvironmentInput } from "../../../config/schema/schema";

/** The variable that an environment's file exports, e.g. `euProduction` in `environments/eu-production.ts`. */
export const variableOf = (environment: string) =>
  environment.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Comments above fields, where a reader would ask why. */
const COMMENTS: Readonly<Record<string, (input: EnvironmentInput) => string | undefined>> = {
  acceptedRisks: ({ production }) =>
    production
      ? "A standby doubles the price of the database. Without it, restoring the database after the loss of a zone takes about an hour."
      : undefined,
  loadBalancer: () =>
    "Without protection from deletion, `cdktf destroy` removes the environment with its data.",
  web: () => "Two copies of the task must fit on the host during a release.",
};

/**
 * An environment as the text of its file, formatted as `npm run lint` does.
 *
 * @param input plain data
 */
export async function environmentText(input: EnvironmentInput): Promise<string> {
  const fields = Object.entries(input).map(([name, value]) => {
    const comment = COMMENTS[name]?.(input);
    return `${comment === undefined ? "" : `// ${comment}\n`}${name}: ${JSON.stringify(value)},\n`;
  });
  // A blank line separates where the environment is from what it is made of.
  const at = Object.keys(input).indexOf("network");
  const text = [
    `import type { EnvironmentInput } from "../config/schema/schema";\n`,
    `/** ${input.production ? "Production" : "An environment for tests, without protection from deletion"}. Every field is described in config/schema/. */`,
    `export const ${variableOf(input.environment)}: EnvironmentInput = {\n${fields.slice(0, at).join("")}\n${fields.slice(at).join("")}};\n`,
  ].join("\n");
  return formatted(text);
}

/** Formats TypeScript with the rules of this project. */
export async function formatted(text: string): Promise<string> {
  const { format, resolveConfig } = await import("prettier");
  const rules = await resolveConfig(join(__dirname, "../../../environments/environments.ts"));
  return format(text, { ...rules, parser: "typescript" });
}
