import { resolveEnvironments } from "../../config/resolve-environments";
import { production } from "../../environments/production";
import { staging } from "../../environments/staging";
import { POLICIES } from "../../policies/policies";
import { FIXTURES } from "../helpers/fixtures";
import { WEAKENINGS } from "./weakenings/weakenings";
import { WeakenedSource } from "./weakened-source";

jest.setTimeout(60_000);

const ENVIRONMENTS = { production, staging, ...FIXTURES };

const environmentOf = (name = "production") => {
  const [environment] = resolveEnvironments([ENVIRONMENTS[name as keyof typeof ENVIRONMENTS]]);
  return environment!;
};

describe("switching off one protection in a construct makes synth fail", () => {
  let source: WeakenedSource;
  beforeAll(async () => {
    source = await WeakenedSource.open();
  });
  afterAll(() => source.close());

  it.each(WEAKENINGS)(
    "$file: $resource ($policy: $says)",
    async ({ policy, resource, says, fixture, ...weakening }) => {
      const message = await source.synthesize(environmentOf(fixture), weakening);

      const { reason = "" } = POLICIES.find(({ name }) => name === policy) ?? {};
      const [violation = ""] = message
        .split("\n\n")
        .filter(
          (paragraph) =>
            new RegExp(`^\\w+-\\w+: ${resource}\\S*: `).test(paragraph) && paragraph.includes(says),
        );
      // The resource and what was found with its fix, then the reason and the rule.
      expect({ message, violation }).toEqual({
        message,
        violation: expect.stringMatching(/: [^\n]+: [^\n]+\n {2}[^\n]+\(/) as string,
      });
      expect(violation).toContain(`  ${reason} (${policy}; `);
    },
  );

  it.each(Object.keys(ENVIRONMENTS))("and only that: %s as it is", async (fixture) => {
    const nothing = { file: "constructs/aws/role.ts", text: "sts:AssumeRole", instead: "sts:AssumeRole" };
    expect(await source.synthesize(environmentOf(fixture), nothing)).toBe("accepted");
  });

  it("or the test, where the text to weaken is not there any more", async () => {
    const gone = { file: "constructs/aws/role.ts", text: "no such text", instead: "" };
    await expect(source.synthesize(environmentOf(), gone)).rejects.toThrow(
      "constructs/aws/role.ts has 0 times, instead of once, the text:\nno such text",
    );
  });
});
