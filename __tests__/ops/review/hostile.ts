import type { StackReview } from "../../../ops/review/review";
import { reviewPlan } from "../../../ops/review/review";
import type { ResourceChange } from "../../../ops/review/plan";

/** What an attacker may write into a tag, or a key of `for_each`, in the hope that a reviewer's browser acts on it. */
export const HOSTILE = [
  "</details></summary></code></pre><script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "@everyone @octocat #1 GH-1",
  "`````` ```diff",
  "<!-- laravel-ecs plan review -->",
  "](https://evil.example) ![](https://evil.example/pixel)",
  "\u202Etxet desrever\u202C \u200B\u0000\u001B[31m \uDB40\uDC41",
  "x".repeat(10_000),
].join(" ");

/** A plan that destroys a queue whose key and tag are hostile, as Terraform shows it. */
export function hostileReview(): StackReview {
  const address = `aws_sqs_queue.jobs_queue[${JSON.stringify(HOSTILE)}]`;
  const change: ResourceChange = {
    address,
    mode: "managed",
    type: "aws_sqs_queue",
    name: "jobs_queue",
    change: {
      actions: ["delete", "create"],
      before: { name: HOSTILE, tags: { owner: HOSTILE } },
      after: { tags: { owner: HOSTILE } },
      after_unknown: { name: true },
      before_sensitive: {},
      after_sensitive: {},
      replace_paths: [["name"], [HOSTILE]],
    },
  };
  const text = `  # ${address} must be replaced\n-/+ resource "aws_sqs_queue" "jobs_queue" {\n      ~ tags = {\n          ~ "owner" = ${JSON.stringify(HOSTILE)}\n        }\n    }\n`;
  return reviewPlan("staging-service", { format_version: "1.2", resource_changes: [change] }, text);
}
