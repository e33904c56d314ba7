import type { Mutation } from "./mutation";

/** A change of a stack's JSON that switches off one protection, and what the policies report then. */
export interface Weakening {
  readonly policy: string;
  /** How the address of the resource that is reported begins. */
  readonly resource: string;
  /** A part of what was found, or of the fix. */
  readonly says: string;
  readonly mutations: readonly Mutation[];
  /** The environment, or fixture, whose stacks are changed. */
  readonly environment: string;
}

type Row = readonly [policy: string, resource: string, says: string, ...mutations: Mutation[]];

/** The weakenings of one environment. */
export const rows = (environment: string, all: readonly Row[]): Weakening[] =>
  all.map(([policy, resource, says, ...mutations]) => ({ policy, resource, says, mutations, environment }));
