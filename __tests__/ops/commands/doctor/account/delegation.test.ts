import { inFourParts } from "../../../../../config/messages/problem";
import type { ResolveNs } from "../../../../../ops/commands/doctor/account/delegation";
import { delegation, delegationBy } from "../../../../../ops/commands/doctor/account/delegation";
import { check } from "./fitting-account";

const OURS = ["NS-1.awsdns-01.org.", "ns-2.awsdns-02.com"];

const answering = (...servers: string[]) => delegationBy(() => () => Promise.resolve(servers));
const failing = (code: string) =>
  delegationBy((): ResolveNs => () => Promise.reject(Object.assign(new Error(`queryNs ${code}`), { code })));

describe("the delegation of the hosted zone", () => {
  it("is to the name servers of the zone, in any order and spelling", async () => {
    expect(await check(answering(...OURS.toReversed()), {})).toMatchObject({
      result: "passed",
      seen: "ns-1.awsdns-01.org, ns-2.awsdns-02.com",
    });
  });

  it("is refused when it is to others", async () => {
    const { problems } = await check(answering("ns1.registrar.example"), {});

    expect(problems.map(inFourParts).join()).toMatchInlineSnapshot(`
     "test: domain.hostedZone
       got      "shop.example", but the DNS has the name servers ns1.registrar.example for it
       allowed  the name servers of the hosted zone: ns-1.awsdns-01.org, ns-2.awsdns-02.com
       fix      Enter them at the registrar, or as an NS record in the parent zone. A change can take two days."
    `);
  });

  it.each(["ENOTFOUND", "ENODATA"])("is refused when there is none (%s)", async (code) => {
    expect(await check(failing(code), {})).toMatchObject({
      problems: [{ got: '"shop.example", but the DNS has no name servers for it' }],
    });
  });

  it("is advice when the DNS does not answer", async () => {
    expect(await check(failing("ETIMEOUT"), {})).toMatchObject({
      result: "not checked",
      advice: [
        "Not checked: the delegation of the hosted zone. The DNS did not answer for shop.example (ETIMEOUT).",
      ],
    });
  });

  it("is advice when it lacks one of the name servers", async () => {
    expect(await check(answering("ns-1.awsdns-01.org"), {})).toMatchObject({
      advice: ["shop.example also has the name servers ns-2.awsdns-02.com: enter them in the parent zone."],
    });
  });

  it("is advice where the certificate exists, because no deployment waits for it", async () => {
    expect(await check(failing("ENOTFOUND"), { "domain.certificate": "existing" })).toMatchObject({
      problems: [],
      advice: [expect.stringContaining("no name servers")],
    });
  });

  it("is left to the check of the hosted zone where there is none", async () => {
    expect(await check(failing("ENOTFOUND"), {}, { zones: [] })).toMatchObject({ problems: [] });
  });

  it("is not asked for without a domain, or of an AWS on the own machine", async () => {
    expect(await check(failing("ENOTFOUND"), { domain: undefined })).toMatchObject({ result: "passed" });
    expect(await check(delegation, {})).toMatchObject({ result: "not checked" });
  });
});
