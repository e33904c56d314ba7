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

type Row = readonly [resource: string, says: string, ...mutations: Mutation[]];

/** The weakenings of one environment, by the policy that reports them. */
export const rows = (environment: string, all: Readonly<Record<string, readonly Row[]>>): Weakening[] =>
  Object.entries(all).flatMap(([policy, its]) =>
    its.map(([resource, says, ...mutations]) => ({ policy, resource, says, mutations, environment })),
  );
