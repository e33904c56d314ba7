/** In JavaScript, because the types of aws-cdk-lib are 600,000 lines, which every check of the types would read. */
const { App, Aspects, Stack } = require("aws-cdk-lib");
const { CfnInclude } = require("aws-cdk-lib/cloudformation-include");
const { AwsSolutionsChecks } = require("cdk-nag");
const { mkdtempSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

exports.nag = (template) => {
  const folder = mkdtempSync(join(tmpdir(), "cdk-nag-"));
  try {
    const templateFile = join(folder, "template.json");
    writeFileSync(templateFile, JSON.stringify(template));
    const app = new App({ outdir: join(folder, "out") });
    const stack = new Stack(app, "stack");
    new CfnInclude(stack, "template", { templateFile });

    const verdicts = {};
    const say = (ruleId, verdict) => {
      const rule = ruleId.replace("AwsSolutions-", "");
      const before = verdicts[rule] ?? "PASS";
      verdicts[rule] = verdict === "PASS" || before === "FAIL" ? before : verdict;
    };
    const logger = {
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
};
