import { Refusal } from "./refusal";

type EnvironmentsFile = typeof import("./environments");

/**
 * The environments of the user, whose files are executed now.
 *
 * @throws Refusal that names the file and the line if one of them cannot be executed
 */
export async function environmentsFile(): Promise<EnvironmentsFile> {
  try {
    return await import("./environments");
  } catch (error) {
    const fault = faultOf(error);
    if (fault === undefined) throw error;
    throw new Refusal(`${fault}\nFix: Correct this file, then run npm run types, which finds more mistakes.`);
  }
}

/** A place in a file of `environments/`, as esbuild and V8 write it. */
const PLACE = /environments\/([\w.-]+\.ts):(\d+)/;

/** What is wrong, with its file and line; undefined if the error does not come from a file of `environments/`. */
function faultOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const [, file, line] = PLACE.exec(error.message) ?? PLACE.exec(error.stack ?? "") ?? [];
  if (file === undefined) {
    const importer = /Cannot find module '([^']+)'[^]*?environments\/([\w.-]+\.ts)/.exec(error.message);
    return importer ? `environments/${importer[2]} imports ${importer[1]}, which does not exist.` : undefined;
  }
  // esbuild: "/path/environments/production.ts:5:3: ERROR: Expected..."
  const reason = /ERROR: (.*)/.exec(error.message)?.[1] ?? error.message.split("\n")[0];
  return `environments/${file}, line ${line}: ${reason}`;
}
