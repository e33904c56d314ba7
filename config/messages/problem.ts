import { given, type Maybe } from "../../facts/given";

/** One mistake in one environment, in the four parts of a message. */
export interface Problem {
  /** The field, e.g. `hosts.instanceType`. */
  readonly path: string;
  /** The value in the file. */
  readonly got: string;
  readonly allowed: string;
  /** What to do. It may have several lines. */
  readonly fix: string;
}

export interface Mistake extends Problem {
  readonly environment: string;
}

/** What a check found: one problem, several, or none. */
export type Found = Maybe<Problem> | readonly Maybe<Problem>[];

export const problemsIn = (found: Found): Problem[] => given(...[found].flat());

const indent = (text: string) => text.replaceAll("\n", "\n           ");

/** A mistake as text. */
export const inFourParts = ({ environment, path, got, allowed, fix }: Mistake) =>
  [
    `${environment}: ${path}`,
    `  got      ${indent(got)}`,
    `  allowed  ${indent(allowed)}`,
    `  fix      ${indent(fix)}`,
  ].join("\n");

/** All mistakes of all environments, in one error. */
export class EnvironmentError extends Error {
  constructor(mistakes: readonly Mistake[]) {
    const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
    const texts = mistakes.map(inFourParts);
    super([`${count} in environments/; nothing was done.`, ...texts].join("\n\n"));
    this.name = "EnvironmentError";
  }
}
