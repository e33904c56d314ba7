import type { SynthesizedStack } from "./synthesized-stack";

/** A resource or data source as Terraform will read it; `${...}` stands where a value is known only later. */
export interface Block {
  /** As Terraform names it, e.g. `aws_lb.main` or `data.archive_file.package`. */
  readonly address: string;
  /** e.g. `aws_lb` or `data.archive_file` */
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A rule about resources, checked on every stack before anything of it is written. */
export interface Policy {
  /** The name of its file. */
  readonly name: string;
  /** What happens without it, in one sentence. */
  readonly reason: string;
  /** The document that says so. */
  readonly source: string;
  /** The types of resources it looks at; every type when left out. */
  readonly types?: readonly string[];
  /** One sentence for each violation: what was found, then the fix. */
  check(block: Block, stack: SynthesizedStack): string[];
}
