import type { Template } from "./convert";

/** A rule that failed with an error is reported as such, and not as one that passes. */
type NagVerdict = "PASS" | "FAIL" | "ERROR";

/** What cdk-nag's AwsSolutions rules, as they are published, say of a template: by rule, e.g. `RDS3`. */
export function nag(template: Template): Record<string, NagVerdict>;
