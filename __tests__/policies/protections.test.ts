import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { PROTECTIONS } from "../../policies/policies";
import { SUPPORT_DAY } from "../helpers/support-day";
import { ACCESS } from "./cases/access";
import { DATA } from "./cases/data";
import { NETWORK } from "./cases/network";
import { OUTAGES } from "./cases/outages";
import { RUNNING, TAGS } from "./cases/running";
import { synthesizeUnder } from "./synth";

const CASES = [...DATA, ...NETWORK, ...ACCESS, ...RUNNING, ...OUTAGES];

describe("a protection", () => {
  it.each(CASES)("%s: of %s", (name, _words, build, change, message) => {
    const policies = PROTECTIONS.filter((policy) => policy.name === name);
    const said = (changed?: object) =>
      synthesizeUnder({ policies, today: SUPPORT_DAY }, (stack) => {
        build(stack, changed);
        if (!stack.node.tryFindChild("aws")) new AwsProvider(stack, "aws", { defaultTags: [{ tags: TAGS }] });
      });

    expect(said().message).toBe("accepted");
    const { message: refusal, files } = said(change);
    expect(refusal).toContain(message);
    expect(refusal).toContain(`(${name}; `);
    expect(files).toEqual([]);
  });

  it("is never without a case", () => {
    expect(new Set(CASES.map(([policy]) => policy))).toEqual(new Set(PROTECTIONS.map(({ name }) => name)));
  });
});
