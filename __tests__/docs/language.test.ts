import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");

/** Phrases that a reader has to read twice, with what AWS, Terraform and Laravel say instead. */
const PHRASES: Readonly<Record<string, RegExp>> = {
  "reports, prints, logs or posts": /\b(told|tells)\b/i,
  "the user, the operator, no one, or a role": /\b(whoever|nobody|somebody)\b/i,
  "in progress, in flight": /\b(at work|in hand)\b/i,
  "used up its retries; permanently": /\bfor good\b/i,
  "the dead-letter queue": /\b(in|to|from) the dead letters\b/i,
  "Fix:": /\bremedy\b/i,
  "does not exist, has no": /\bThere (is|are|was|were) (no|none|nothing)\b/,
  "is not": /(?<!there )\b(is|are) no (longer there|(?!longer\b)[a-z])/i,
  "expired by the lifecycle policy": /\bswept\b/i,
  "check the network connection": /\blook after\b/i,
  "application secrets": /\bkeeps to itself\b/i,
  "credentials that have this permission": /\bcredentials that may\b/i,
};

/** Texts of others: what packages, AWS and users write. */
const NOT_OURS =
  /^(package-lock\.json|README\.ja\.md|local\/moto\/referee\/rules\/ecs_capacity_providers\.py|__tests__\/(golden|docs\/language|lambda\/deploy-notifier\/(events|__snapshots__)|ops\/review\/plans)|docker\/nginx\/.*\.conf|.*\.(png|zip|snap)$)/;

const files = execFileSync("git", ["ls-files"], { cwd: ROOT, encoding: "utf8" })
  .trim()
  .split("\n")
  // `ops init` has deleted the examples before a fork commits that.
  .filter((file) => !NOT_OURS.test(file) && existsSync(join(ROOT, file)));

it.each(Object.entries(PHRASES))("plain English says %s", (_, phrase) => {
  const found = files.flatMap((file) =>
    readFileSync(join(ROOT, file), "utf8")
      .split("\n")
      .flatMap((line, index) => (phrase.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});
