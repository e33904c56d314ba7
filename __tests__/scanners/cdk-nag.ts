import { App, Aspects, Stack } from "aws-cdk-lib";
import { CfnInclude } from "aws-cdk-lib/cloudformation-include";
import type { INagLogger } from "cdk-nag";
import { AwsSolutionsChecks } from "cdk-nag";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Template } from "./convert";

/** A rule that failed with an error is reported as such, and not as one that passes. */
export type NagVerdict = "PASS" | "FAIL" | "ERROR";

/** What cdk-nag's AwsSolutions rules, as they are published, say of a template: by rule, e.g. `RDS3`. */
export function nag(template: Template): Record<string, NagVerdict> {
  const folder = mkdtempSync(join(tmpdir(), "cdk-nag-"));
  try {
    const templateFile = join(folder, "template.json");
    writeFileSync(templateFile, JSON.stringify(template));
    const app = new App({ outdir: join(folder, "out") });
    const stack = new Stack(app, "stack");
    new CfnInclude(stack, "template", { templateFile });

    const verdicts: Record<string, NagVerdict> = {};
    const say = (ruleId: string, verdict: NagVerdict) => {
      const rule = ruleId.replace("AwsSolutions-", "");
      const before = verdicts[rule] ?? "PASS";
      verdicts[rule] = verdict === "PASS" || before === "FAIL" ? before : verdict;
    };
    const logger: INagLogger = {
      onCompliance: ({ ruleId }) => say(ruleId, "PASS"),
      onNonCompliance: ({ ruleId }) => say(ruleId, "FAIL"),
      onError: ({ ruleId }) => say(ruleId, "ERROR"),
      onNotApplicable: () => undefined,
      onSuppressed: ({ ruleId }) => say(ruleId, "FAIL"),
      onSuppressedError: ({ ruleId }) => say(ruleId, "ERROR"),
    };
    Aspects.of(stack).add(new AwsSolutionsChecks({ reports: false, additionalLoggers: [logger] }));
    app.synth();
    return verdicts;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
