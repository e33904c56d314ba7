import { controlsThatAre } from "../helpers/controls";
import { goldenStacks } from "../helpers/golden-stacks";
import { nag } from "./cdk-nag";
import { controlTowerRules, guardBinary, judge } from "./cfn-guard";
import type { Template } from "./convert";
import { convert } from "./convert";
import type { Change } from "./twins";
import { CONTROL_TOWER_TWINS, NAG_TWINS, twinOf } from "./twins";

jest.setTimeout(300_000);

const templates = Object.fromEntries(goldenStacks().map(({ name, stack }) => [name, convert(stack)]));
const argued = controlsThatAre("option", "on", "refused");
const switchedOff = controlsThatAre("on");

type Verdicts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The rules of which some stack has the verdict. */
const rulesWith = (verdict: string, verdicts: Verdicts, stacks = Object.keys(verdicts)) =>
  [
    ...new Set(
      stacks.flatMap((stack) =>
        Object.entries(verdicts[stack] ?? {}).flatMap(([rule, said]) => (said === verdict ? [rule] : [])),
      ),
    ),
  ].sort();

const PRODUCTION = ["production-base", "production-service"];

/** A template for which the rule passes, made its negative twin. */
function twinIn(rule: string, changes: readonly Change[], verdicts: Verdicts): Template {
  const [stack = ""] = Object.entries(verdicts).find(([, rules]) => rules[rule] === "PASS") ?? [];
  const template = templates[stack];
  if (template === undefined) throw new Error(`${rule} passes for no stack: remove its changes`);
  return changes.filter(([changed]) => changed === rule).reduce(twinOf, template);
}

const rulesOf = (changes: readonly Change[]) => [...new Set(changes.map(([rule]) => rule))].sort();

describe("AWS Control Tower's proactive rules, as published", () => {
  /** As AWS's own names are longer than those in the docs. */
  const asDocumented = (rule: string) => rule.replace("CT.ELASTICLOADBALANCING.", "CT.ELB.");
  let verdicts: Verdicts;
  beforeAll(() => {
    // Throws where cfn-guard cannot run: that this says nothing must not look like a success.
    guardBinary();
    verdicts = judge(templates);
  });

  it("are all asked about all stacks", () => {
    expect(controlTowerRules().size).toBe(237);
    for (const name of Object.keys(templates)) {
      const known = Object.keys(verdicts[name] ?? {});
      expect([...controlTowerRules().keys()].filter((rule) => !known.includes(rule))).toEqual([
        // About no type of ours, and of the same name as its neighbour.
        "CT.ELASTICACHE.PR.3",
      ]);
    }
  });

  it("find nothing that docs/controls.md does not argue", () => {
    expect(
      rulesWith("FAIL", verdicts)
        .map(asDocumented)
        .filter((rule) => !argued.has(rule)),
    ).toEqual([]);
  });

  it("find nothing in production that only other environments switch off", () => {
    const found = rulesWith("FAIL", verdicts, PRODUCTION).map(asDocumented);
    expect(found.filter((rule) => switchedOff.has(rule))).toEqual([]);
  });

  it.each(rulesOf(CONTROL_TOWER_TWINS))("%s fails for its negative twin", (rule) => {
    expect(judge({ twin: twinIn(rule, CONTROL_TOWER_TWINS, verdicts) }, [rule]).twin).toEqual({
      [rule]: "FAIL",
    });
  });

  it("pass for nothing without a negative twin", () => {
    expect(rulesOf(CONTROL_TOWER_TWINS)).toEqual(rulesWith("PASS", verdicts));
  });
});

describe("cdk-nag's AwsSolutions, as published", () => {
  const verdicts: Verdicts = Object.fromEntries(
    Object.entries(templates).map(([name, template]) => [name, nag(template)]),
  );

  it("find nothing that docs/controls.md does not argue", () => {
    expect(rulesWith("FAIL", verdicts).filter((rule) => !argued.has(`Nag ${rule}`))).toEqual([]);
  });

  it("find nothing in production that only other environments switch off", () => {
    const found = rulesWith("FAIL", verdicts, PRODUCTION);
    expect(found.filter((rule) => switchedOff.has(`Nag ${rule}`))).toEqual([]);
  });

  it("could look at everything", () => {
    expect(rulesWith("ERROR", verdicts)).toEqual([]);
  });

  it.each(rulesOf(NAG_TWINS))("%s fails for its negative twin", (rule) => {
    expect(nag(twinIn(rule, NAG_TWINS, verdicts))).toMatchObject({ [rule]: "FAIL" });
  });

  it("pass for nothing without a negative twin", () => {
    expect(rulesOf(NAG_TWINS)).toEqual(rulesWith("PASS", verdicts));
  });
});
