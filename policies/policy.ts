import type { SynthesizedStack } from "./synthesized-stack";

/** A resource or data source as Terraform will read it; `${...}` is a value that is known only later. */
export interface Block {
  /** As Terraform names it, e.g. `aws_lb.main`, `data.archive_file.package` or `provider.aws`. */
  readonly address: string;
  /** e.g. `aws_lb`, `data.archive_file`, `ephemeral.aws_kms_secrets`, `provider.aws` or `terraform.backend.s3` */
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One thing that a policy found: a sentence with what was found and the fix, and its code where the policy finds several. */
export type Finding = string | CodedFinding;

interface CodedFinding {
  /** What exceptions name. It stays when the text is reworded. */
  readonly code: string;
  /** The statement, by its sid, or the container that it is about. */
  readonly at: string | undefined;
  readonly text: string;
}

/** A rule about resources, checked on every stack before anything of it is written. */
export interface Policy {
  /** e.g. `iam-wildcards`; exceptions name it. */
  readonly name: string;
  /** What happens when it is violated, in one sentence. */
  readonly reason: string;
  /** The document that states it. */
  readonly source: string;
  /** The types of resources it looks at; every type when left out, but not `WHOLE_STACK`. */
  readonly types?: readonly string[];
  /** Each violation. `today` is like `2026-11-24`. */
  check(block: Block, stack: SynthesizedStack, today: string): Finding[];
  /** What is not a violation yet, in the same form. */
  warn?(block: Block, today: string): Finding[];
}

export type Check = (block: Block, stack: SynthesizedStack) => Finding[];

/** The check of a policy that looks for something else in each type of resource. */
export const byType = (checks: Readonly<Record<string, Check>>): Pick<Policy, "types" | "check"> => ({
  types: Object.keys(checks),
  check: (block, stack) => checks[block.type]?.(block, stack) ?? [],
});
