import { App, TerraformStack } from "cdktf";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { production } from "../environments/production";
import { staging } from "../environments/staging";
import { pinWarnings, warnOfPins } from "../../policies/pins";
import { POLICIES } from "../../policies/policies";
import type { Pin } from "../../facts/pins";
import { PINS } from "../../facts/pins";
import type { Version } from "../../facts/support-ends";
import { successorOf, SUPPORT_ENDS, supportEndOf } from "../../facts/support-ends";
import { goldenStacks } from "../helpers/golden-stacks";
import { all } from "../helpers/stacks";
import { SUPPORT_DAY } from "../helpers/support-day";
import { stacksFrom, violationsIn } from "./made-stacks";

const ROOT = join(__dirname, "../..");
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), "utf8");
const everyText = (folder: string) =>
  readdirSync(join(ROOT, folder))
    .map((name) => read(folder, name))
    .join("\n");
const found = (text: string, pattern: RegExp) => [...new Set(text.match(pattern))];

const dayAfter = (day: string, days: number) =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
const lastDayOf = (pin: Pin) => pin.keptUntil ?? supportEndOf(pin) ?? "";

const stacks = goldenStacks().map(({ stack }) => stack);
const packages = JSON.parse(read("package.json")) as { dependencies: Record<string, string> };

/** What the project's files choose. */
const CHOSEN: Readonly<Record<Version["of"], () => string[]>> = {
  mysql: () => [
    ...new Set(
      stacks.flatMap((stack) => all(stack, "aws_db_instance")).map((each) => String(each.engine_version)),
    ),
  ],
  lambda: () => [
    ...new Set(
      stacks.flatMap((stack) => all(stack, "aws_lambda_function")).map((each) => String(each.runtime)),
    ),
  ],
  "amazon-linux": () => found(JSON.stringify(stacks), /(?<=optimized-ami\/amazon-linux-)\d+/g),
  php: () => found(read("docker/app/Dockerfile"), /(?<=\bphp)\d+\.\d+(?=-fpm)/g),
  debian: () =>
    found(read("docker/app/Dockerfile"), /(?<=debian:)\w+(?=-slim)/g).map(
      (name) => ({ trixie: "13" })[name] ?? name,
    ),
  node: () => found(everyText(".github/workflows"), /(?<=node-version: )\S+/g),
  terraform: () => found(everyText(".github/workflows"), /(?<=terraform_version: )\d+\.\d+/g),
  cdktf: () => found(packages.dependencies.cdktf ?? "", /^\d+\.\d+/g),
};

describe("the project's own versions", () => {
  it.each(PINS)("are what its files choose: $of $version", ({ of, version }) => {
    expect(CHOSEN[of]()).toEqual([version]);
  });

  it("are each in the calendar, and each product of the calendar is among them", () => {
    expect(PINS.filter((pin) => supportEndOf(pin) === undefined)).toEqual([]);
    expect(PINS.map(({ of }) => of).sort()).toEqual(Object.keys(SUPPORT_ENDS).sort());
  });

  it("include the bindings that are archived together with CDKTF", () => {
    const { cdktf } = JSON.parse(read("node_modules/@cdktf/provider-aws/package.json")) as {
      cdktf: { provider: { version: string } };
    };
    const words = PINS.find(({ of }) => of === "cdktf")?.words;
    expect(words).toContain(`AWS provider ${cdktf.provider.version.replace(/\.\d+$/, "")}`);
  });

  it.each(PINS)("are warned of from 180 days before their end, and then on: $of", (pin) => {
    const on = (days: number) => pinWarnings(dayAfter(lastDayOf(pin), days), [pin]);
    expect(on(-181)).toEqual([]);
    for (const days of [-180, 0, 1, 3_000]) expect(on(days)).toEqual([expect.stringContaining(pin.words)]);
  });

  it("are said today where there is something to do", () => {
    expect(pinWarnings(SUPPORT_DAY, PINS)).toEqual([
      ".github/workflows run Terraform 1.11, without support after 2027-02-27: move to 1.14",
    ]);
  });

  it("are said in ten years with nothing to move to that has ended itself", () => {
    const warnings = pinWarnings("2036-01-01", PINS);
    expect(warnings).toHaveLength(PINS.length);
    expect(warnings).toContain(
      "config/schema/database.ts takes MySQL 8.4, without support since 2029-07-31: no newer version is in" +
        ' facts/support-ends.ts; see "Supported MySQL major versions on Amazon RDS", Amazon RDS User Guide',
    );
    expect(warnings.filter((warning) => warning.includes("move to"))).toEqual([]);
  });

  it("include the Node.js that runs", () => {
    const [major] = process.versions.node.split(".");
    expect(pinWarnings("2036-01-01").at(-1)).toContain(
      `this runs on Node.js ${major}, without support since`,
    );
  });

  it("are warned of once in an app", () => {
    const outdir = mkdtempSync(join(tmpdir(), "pins-"));
    const { SUPPORT_DAY: before } = process.env;
    process.env.SUPPORT_DAY = "2036-01-01";
    try {
      const app = new App({ outdir });
      const [first, second] = ["first", "second"].map((name) => new TerraformStack(app, name));
      warnOfPins(app);
      const warnings = (stack: TerraformStack | undefined) =>
        stack?.node.metadata.map(({ data }) => String(data));
      expect(warnings(first)).toEqual(pinWarnings("2036-01-01"));
      expect(warnings(second)).toEqual([]);
    } finally {
      if (before === undefined) delete process.env.SUPPORT_DAY;
      else process.env.SUPPORT_DAY = before;
      rmSync(outdir, { recursive: true });
    }
  });

  const made = [production, staging].flatMap(stacksFrom);
  it.each([6, 12, 24, 36])("refuse no environment %s months on", (months) => {
    const today = dayAfter(SUPPORT_DAY, months * 30.5);
    expect(made.flatMap((stack) => violationsIn(stack, stack.json, POLICIES, today))).toEqual([]);
  });
});

describe("a version to move to", () => {
  const versions = Object.entries(SUPPORT_ENDS).flatMap(([of, { ends }]) =>
    Object.keys(ends).map((version): Version => ({ of: of as Version["of"], version })),
  );

  it("is supported that day and longer than what it replaces, or is not named", () => {
    let named = 0;
    for (const version of versions) {
      for (let day = "2024-01-01"; day < "2032-01-01"; day = dayAfter(day, 30)) {
        const successor = successorOf(version, day);
        if (successor === undefined) continue;
        named += 1;
        const end = supportEndOf({ ...version, version: successor }) ?? "";
        expect(end >= day).toBe(true);
        expect(end > (supportEndOf(version) ?? "")).toBe(true);
      }
    }
    expect(named).toBeGreaterThan(versions.length);
  });

  it("is not itself, which was the advice once", () => {
    expect(successorOf({ of: "mysql", version: "8.4" }, "2029-07-01")).toBeUndefined();
    expect(successorOf({ of: "mysql", version: "8.0" }, "2029-07-31")).toBe("8.4");
    expect(successorOf({ of: "mysql", version: "8.0" }, "2029-08-01")).toBeUndefined();
  });
});
