/** One thing that a policy found: a sentence with what was found and the fix, and its code where the policy finds several. */
export type Finding = string | CodedFinding;

interface CodedFinding {
  /** What exceptions name. It stays when the text is reworded. */
  readonly code: string;
  /** The statement, by its sid, or the container that it is about. */
  readonly at: string | undefined;
  readonly text: string;
}
