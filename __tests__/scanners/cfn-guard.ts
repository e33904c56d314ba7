import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { arch, platform, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Template } from "./convert";

const PACKAGE = dirname(require.resolve("@cdklabs/cdk-validator-cfnguard/package.json"));
const RULES = join(PACKAGE, "rules/control-tower/cfn-guard");

/** The folders of the package's binaries, by what Node calls the machine. */
const BINARIES: Readonly<Record<string, string>> = {
  "linux-x64": "ubuntu/x86_64",
  "linux-arm64": "ubuntu/aarch64",
  "darwin-x64": "macos/x86_64",
  "darwin-arm64": "macos/aarch64",
};

export type Verdict = "PASS" | "FAIL" | "SKIP";

/** @throws Error on a machine for which AWS builds no cfn-guard */
export function guardBinary(): string {
  const machine = `${platform()}-${arch()}`;
  const folder = BINARIES[machine];
  if (folder === undefined) {
    throw new Error(`AWS builds no cfn-guard for ${machine}, only for ${Object.keys(BINARIES).join(", ")}.`);
  }
  return join(PACKAGE, "bin", folder, "cfn-guard");
}

/** AWS Control Tower's proactive rules as they are published: the text of each by its id, e.g. `CT.RDS.PR.24`. */
export function controlTowerRules(): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(RULES, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".guard"))
      .map((path) => [idOf(path), join(RULES, path)] as const)
      .sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true })),
  );
}

/** `rds/ct-rds-pr-24.guard` is CT.RDS.PR.24. */
const idOf = (path: string) =>
  (path.split("/").at(-1) ?? "")
    .replace(/\.guard$/, "")
    .toUpperCase()
    .replaceAll("-", ".");

/** What each rule says of each template: `[template][rule]`. A rule without a resource to look at is skipped. */
export function judge(
  templates: Readonly<Record<string, Template>>,
  rules: readonly string[] = [...controlTowerRules().keys()],
): Record<string, Record<string, Verdict>> {
  const folder = mkdtempSync(join(tmpdir(), "cfn-guard-"));
  try {
    const files = Object.entries(templates).map(([name, template]) => {
      const file = join(folder, `${name.replaceAll("/", "--")}.json`);
      writeFileSync(file, JSON.stringify(template));
      return { name, file };
    });
    const paths = controlTowerRules();
    const { stdout, stderr, error } = spawnSync(
      guardBinary(),
      [
        "validate",
        ...rules.flatMap((rule) => ["--rules", paths.get(rule) ?? rule]),
        ...files.flatMap(({ file }) => ["--data", file]),
        ...["--structured", "--output-format", "json", "--show-summary", "none"],
      ],
      { encoding: "utf8", maxBuffer: 2 ** 28 },
    );
    if (error || !stdout) throw new Error(`cfn-guard did not run: ${error?.message ?? stderr}`);
    return verdicts(JSON.parse(stdout) as Report[], files);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Report {
  readonly name: string;
  readonly not_compliant: readonly { readonly Rule: { readonly name: string } }[];
  readonly compliant: readonly string[];
  readonly not_applicable: readonly string[];
}

function verdicts(reports: readonly Report[], files: readonly { name: string; file: string }[]) {
  const ids = ruleIds();
  const result: Record<string, Record<string, Verdict>> = {};
  for (const report of reports) {
    const name = files.find(({ file }) => file.endsWith(report.name))?.name ?? report.name;
    const into = (result[name] ??= {});
    const say = (rule: string, verdict: Verdict) => {
      const id = ids.get(rule);
      if (id !== undefined) into[id] = verdict;
    };
    for (const rule of report.not_applicable) say(rule, "SKIP");
    for (const rule of report.compliant) say(rule, "PASS");
    for (const { Rule } of report.not_compliant) say(Rule.name, "FAIL");
  }
  return result;
}

/** Each file names its rule in its heading. */
function ruleIds(): ReadonlyMap<string, string> {
  return new Map(
    [...controlTowerRules()].map(([id, path]) => [
      /Rule (?:Identifier|Name):\s*#\s*(\w+)/.exec(readFileSync(path, "utf8"))?.[1] ?? id,
      id,
    ]),
  );
}
