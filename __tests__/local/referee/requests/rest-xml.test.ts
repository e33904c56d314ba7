import { judged } from "../../../helpers/referee-requests";
import type { Sent } from "../../../helpers/referee-requests";
import { Referee } from "../../../helpers/referee";

const versioning = (body: string): Sent => ({
  service: "s3",
  method: "PUT",
  url: "/bucket?versioning",
  body,
});
const tagging = (tags: string): Sent => ({
  service: "s3",
  method: "PUT",
  url: "/bucket?tagging",
  body: `<Tagging><TagSet>${tags}</TagSet></Tagging>`,
});
const zone = (body: string): Sent => ({ service: "route53", url: "/2013-04-01/hostedzone", body });
const ENABLED = "<Status>Enabled</Status>";
const TAG = "<Tag><Key>a</Key><Value>b</Value></Tag>";
const ZONE = "<Name>example.com</Name><CallerReference>1</CallerReference>";

describe("the protocol rest-xml", () => {
  it.each([
    [
      "the root element of the model",
      versioning(`<VersioningConfiguration>${ENABLED}</VersioningConfiguration>`),
    ],
    ["a list of elements with one name", tagging(`${TAG}${TAG.replace(">a<", ">c<")}`)],
    [
      "the root element that is the operation's",
      zone(`<CreateHostedZoneRequest>${ZONE}</CreateHostedZoneRequest>`),
    ],
    [
      "white space between elements",
      versioning(`<VersioningConfiguration>\n  ${ENABLED}\n</VersioningConfiguration>`),
    ],
  ])("accepts %s", async (_case, sent) => {
    const referee = await Referee.open();

    expect(await judged(referee, sent)).toBeUndefined();
    expect(() => referee.close()).not.toThrow();
  });

  it.each([
    ["another root element", versioning(`<Versioning>${ENABLED}</Versioning>`), "MalformedXML"],
    ["another root element of Route 53", zone(`<CreateZone>${ZONE}</CreateZone>`), "InvalidInput"],
    [
      "two elements for one value",
      versioning(`<VersioningConfiguration>${ENABLED}${ENABLED}</VersioningConfiguration>`),
      "MalformedXML",
    ],
    [
      "two elements for one value in a list",
      tagging(TAG.replace("</Key>", "</Key><Key>c</Key>")),
      "MalformedXML",
    ],
    [
      "two elements for one list",
      { ...tagging(""), body: `<Tagging><TagSet>${TAG}</TagSet><TagSet>${TAG}</TagSet></Tagging>` },
      "MalformedXML",
    ],
    [
      "an attribute for an element",
      versioning('<VersioningConfiguration Status="Enabled"/>'),
      "MalformedXML",
    ],
    [
      "a text beside elements",
      versioning(`<VersioningConfiguration>${ENABLED}text</VersioningConfiguration>`),
      "MalformedXML",
    ],
    [
      "two values of one parameter in the query",
      { service: "s3", method: "GET", url: "/bucket?list-type=2&prefix=a&prefix=b" },
      "InvalidArgument",
    ],
    [
      "a negative number of keys",
      { service: "s3", method: "GET", url: "/bucket?list-type=2&max-keys=-1" },
      "Argument maxKeys must be an integer between 0 and 2147483647",
    ],
  ])("refuses %s", async (_fault, sent, error) => {
    const referee = await Referee.open();
    const refused = await judged(referee, sent);

    expect(refused?.status).toBe(400);
    expect(refused?.body).toContain(error);
    expect(() => referee.close()).toThrow("AWS refuses such requests");
  });
});
