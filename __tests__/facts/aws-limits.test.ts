import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ArgumentLimit } from "../../facts/aws-limits";
import type { PolicyLimit } from "../../facts/policy-limits";
import { ARGUMENT_LIMITS, TAG_LIMITS } from "../../facts/aws-limits";
import type { CountLimit } from "../../facts/resource-limits";
import { COUNT_LIMITS } from "../../facts/resource-limits";
import { POLICY_LIMITS } from "../../facts/policy-limits";
import type { Policy } from "../../policies/policy";
import { argumentValues } from "../../policies/subjects/limits";
import { policySizes } from "../../policies/subjects/iam-permissions";
import { resourceCounts } from "../../policies/subjects/limits";
import { tagValues } from "../../policies/subjects/limits";
import { SynthesizedStack } from "../../policies/synthesized-stack";
import { textOf } from "../../policies/values";

type Bodies = readonly Readonly<Record<string, unknown>>[];

/** The violations of a rule in a stack with these resources of one type. */
function said(rule: Policy, type: string, bodies: Bodies): string[] {
  const resource = { [type]: Object.fromEntries(bodies.map((body, index) => [`r${index}`, body])) };
  const stack = new SynthesizedStack("test", { resource });
  return stack.blocks.flatMap((block) => rule.check(block, stack, "2026-11-24").map(textOf));
}

/** Documents that Terraform accepts as a string. */
const JSON_TEXTS = ["container_definitions", "dashboard_body", "policy"];

/** A resource with this amount at an argument, which may be in a block or in a document. */
function bodyWith({ argument, measure }: ArgumentLimit, amount: number): Record<string, unknown> {
  const [head = "", ...rest] = argument.split(".");
  const inJson = JSON_TEXTS.includes(head) && rest.length > 0;
  const nested = rest.reduceRight<unknown>(
    (inside, name) => ({ [name]: inside }),
    valueOf(measure, amount, JSON_TEXTS.includes(head) && rest.length === 0),
  );
  return { [head]: inJson ? JSON.stringify(head === "container_definitions" ? [nested] : nested) : nested };
}

function valueOf(measure: ArgumentLimit["measure"], amount: number, asJson: boolean): unknown {
  switch (measure) {
    case "value":
      return amount;
    case "characters":
    case "bytes":
      return "x".repeat(amount);
    case "entries": {
      const entries = Array.from({ length: amount }, () => ({}));
      return asJson ? JSON.stringify(entries) : entries;
    }
  }
}

const nameOf = ({ type, argument, measure }: ArgumentLimit) => `${type}.${argument} (${measure})`;

describe.each(ARGUMENT_LIMITS.map((limit) => [nameOf(limit), limit] as const))("%s", (_name, limit) => {
  const { minimum = 0, maximum, argument, document, type } = limit;
  const at = (amount: number) =>
    said(argumentValues, type, [bodyWith(limit, amount)]).filter((message) => message.includes(document));

  it("is accepted up to its limits", () => {
    expect([at(minimum), at(maximum)]).toEqual([[], []]);
  });

  it("is refused above its maximum, with the value and the limit", () => {
    const [message = "nothing"] = at(maximum + 1);
    expect(message).toContain(argument);
    expect(message).toContain(String(maximum + 1));
    expect(message).toMatch(new RegExp(`(use at most|choose ${minimum} to) ${maximum}`));
  });

  if (minimum > 0) {
    it("is refused below its minimum", () => {
      const [message = "nothing"] = at(minimum - 1);
      expect(message).toMatch(new RegExp(`use at least ${minimum} |choose ${minimum} to `));
    });
  }

  it("is an argument of the provider", () => {
    const [head = "", ...rest] = argument.split(".");
    const names = JSON_TEXTS.includes(head) ? [head] : [head, ...rest];
    expect(names.filter((name) => !argumentsOf(type).has(name))).toEqual([]);
  });
});

const seen = new Map<string, ReadonlySet<string>>();

/** The arguments of a resource and of its blocks, by the links in its bindings. */
function argumentsOf(type: string): ReadonlySet<string> {
  const known = seen.get(type);
  if (known) return known;
  const provider = dirname(require.resolve("@cdktf/provider-aws/package.json"));
  const file = join(provider, "lib", type.replace(/^aws_/, "").replaceAll("_", "-"), "index.d.ts");
  const links = existsSync(file) ? readFileSync(file, "utf8").matchAll(/#(\w+) /g) : [];
  const found = new Set([...links].map(([, name = ""]) => name));
  seen.set(type, found);
  return found;
}

describe.each(COUNT_LIMITS.map((limit): [string, CountLimit] => [`${limit.type} per ${limit.per}`, limit]))(
  "%s",
  (_name, { type, per, maximum, document }) => {
    const all = (count: number, of = "${aws_x.y.id}") => Array.from({ length: count }, () => ({ [per]: of }));

    it("can be as many as AWS allows", () => {
      expect(said(resourceCounts, type, [...all(maximum), ...all(maximum, "another")])).toEqual([]);
    });

    it("is refused once when there is one more", () => {
      expect(said(resourceCounts, type, all(maximum + 1))).toEqual([
        `${maximum + 1} of its type have this ${per}: use at most ${maximum} (${document})`,
      ]);
    });

    it("is counted by an argument of the provider", () => {
      expect(argumentsOf(type)).toContain(per);
    });
  },
);

describe.each(
  POLICY_LIMITS.map((limit): [string, PolicyLimit] => [`${limit.type}.${limit.argument}`, limit]),
)("the size of %s", (_name, { type, argument, per, maximum }) => {
  const policy = (length: number) => ({ ...(per ? { [per]: "r" } : {}), [argument]: "x".repeat(length) });

  it("is accepted up to its limit, without white space", () => {
    expect(said(policySizes, type, [{ [argument]: "x ".repeat(maximum) }])).toEqual([]);
  });

  it("is refused above it", () => {
    expect(said(policySizes, type, [policy(maximum + 1)])).toEqual([
      expect.stringContaining(`${argument} has about ${maximum + 1} characters: use at most ${maximum}`),
    ]);
  });

  if (per) {
    it("counts all policies of one principal, once", () => {
      expect(said(policySizes, type, [policy(maximum - 10), policy(20)])).toEqual([
        expect.stringContaining(
          `the policies of this ${per} have about ${maximum + 10} characters: use at most`,
        ),
      ]);
      const another = { ...policy(20), [per]: "another" };
      expect(said(policySizes, type, [policy(maximum - 10), another])).toEqual([]);
    });
  }

  it("belongs to an argument of the provider", () => {
    expect(argumentsOf(type)).toContain(argument);
  });
});

describe("a policy that Terraform writes", () => {
  const withResources = (count: number) => {
    const resources = Array.from({ length: count }, (_each, index) => `\${aws_ssm_parameter.p${index}.arn}`);
    const stack = new SynthesizedStack("test", {
      data: {
        aws_iam_policy_document: { d: { statement: [{ actions: ["ssm:GetParameters"], resources }] } },
      },
      resource: {
        aws_iam_role_policy: { p: { role: "r", policy: "${data.aws_iam_policy_document.d.json}" } },
      },
    });
    return stack.blocks.flatMap((block) =>
      policySizes.types?.includes(block.type) ? policySizes.check(block, stack, "") : [],
    );
  };

  it("is measured with the ARNs that its references become", () => {
    expect(withResources(50)).toEqual([]);
    expect(withResources(200)).toEqual([expect.stringContaining("use at most 10240, e.g. one pattern")]);
  });
});

describe("tags", () => {
  const { entries, key, value } = TAG_LIMITS;
  const tagged = (tags: Readonly<Record<string, string>>) => said(tagValues, "aws_sqs_queue", [{ tags }]);
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_each, index) => [`tag-${index}`, "x"]));

  it("are accepted as AWS accepts them", () => {
    expect(tagged(many(entries))).toEqual([]);
    expect(
      tagged({ ["k".repeat(key)]: "v".repeat(value), "cost centre": "日本 +-=._:/@", later: "${x}" }),
    ).toEqual([]);
  });

  it.each([
    ["too many", many(entries + 1), "it has 51 tags: use at most 50"],
    ["a long key", { ["k".repeat(key + 1)]: "" }, "has 129 characters: use at most 128"],
    ["a long value", { team: "v".repeat(value + 1) }, "has 257 characters: use at most 256"],
    ["other characters", { team: "a,b" }, "the value of the tag team has other characters"],
    ["AWS's own", { "aws:team": "a" }, "begins with aws:"],
  ])("are refused with %s", (_case, tags, message) => {
    expect(tagged(tags)).toEqual([expect.stringContaining(message)]);
  });

  it("are also checked in the provider's default tags", () => {
    const stack = new SynthesizedStack("test", {
      provider: { aws: [{ default_tags: [{ tags: { team: "a,b" } }] }] },
    });
    expect(stack.blocks.flatMap((block) => tagValues.check(block, stack, ""))).toHaveLength(1);
  });
});

describe("the table", () => {
  it("gives each limit once, with its document", () => {
    const names = ARGUMENT_LIMITS.map(nameOf);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    for (const { document } of [...ARGUMENT_LIMITS, ...COUNT_LIMITS, ...POLICY_LIMITS])
      expect(document).toMatch(/, .*(Reference|Guide)/);
  });
});
