import { recordId } from "../../../../ops/commands/state/rules/records";
import type { SynthesizedResource } from "../../../../ops/commands/state/synthesized";
import { stackOf } from "../../../../ops/commands/state/synthesized";
import type { Wanted } from "../../../../ops/commands/state/rule";
import { fixtureStacks } from "../../../helpers/golden-stacks";

/** What ACM and SES have chosen. ACM lists the names of a certificate in no promised order. */
const CERTIFICATE = {
  DomainValidationOptions: ["www.example.com", "app.example.com", "api.example.com"].map((DomainName) => ({
    DomainName,
    ResourceRecord: { Name: `_proof.${DomainName}.`, Type: "CNAME", Value: "_x.acm-validations.aws." },
  })),
};
const IDENTITY = { DkimAttributes: { Tokens: ["first", "second", "third"] } };

const idOf = (resource: SynthesizedResource, { created = true } = {}) =>
  recordId({
    resource,
    text: (path: string) => Promise.resolve(path === "zone_id" ? "Z1" : String(resource.config[path])),
    values: { requireId: (address: string) => Promise.resolve(`id of ${address}`) },
    operation: {
      client: () => ({
        send: ({ input }: { input: object }) =>
          Promise.resolve(
            created ? ("CertificateArn" in input ? { Certificate: CERTIFICATE } : IDENTITY) : {},
          ),
      }),
    },
  } as unknown as Wanted);

describe("the import id of a DNS record", () => {
  const mail = fixtureStacks("mail").find(({ name }) => name.endsWith("base"));
  const records = stackOf(mail?.stack as Parameters<typeof stackOf>[0]).resources.filter(
    ({ type }) => type === "aws_route53_record",
  );

  it("has the names that ACM and SES have chosen, each for its domain", async () => {
    const ids = await Promise.all(records.map((record) => idOf(record)));

    expect(ids.sort()).toMatchInlineSnapshot(`
      [
        "Z1_*.api.example.com_A",
        "Z1__dmarc.example.com_TXT",
        "Z1__proof.api.example.com_CNAME",
        "Z1__proof.app.example.com_CNAME",
        "Z1__proof.www.example.com_CNAME",
        "Z1_api.example.com_A",
        "Z1_app.example.com_A",
        "Z1_bounce.example.com_MX",
        "Z1_bounce.example.com_TXT",
        "Z1_first._domainkey.example.com_CNAME",
        "Z1_second._domainkey.example.com_CNAME",
        "Z1_third._domainkey.example.com_CNAME",
        "Z1_www.example.com_A",
      ]
    `);
  });

  it("is not known while the certificate or the identity does not exist", async () => {
    const chosen = records.filter(({ config }) => String(config.name).startsWith("${"));

    expect(chosen.length).toBeGreaterThan(4);
    for (const record of chosen) expect(await idOf(record, { created: false })).toBeUndefined();
  });
});
