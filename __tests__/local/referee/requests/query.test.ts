import { FORM, judged } from "../../../helpers/referee-requests";
import { Referee } from "../../../helpers/referee";

const GET_ROLE = "Version=2010-05-08&Action=GetRole&RoleName=web";
const RUN = "Version=2016-11-15&Action=RunInstances&MinCount=1&MaxCount=1";

describe.each([
  ["query", { service: "iam", headers: FORM }, GET_ROLE, "&RoleName=api", "ValidationError"],
  [
    "ec2",
    { service: "ec2", headers: FORM },
    RUN,
    "&Placement=a&Placement.AvailabilityZone=b",
    "InvalidParameterValue",
  ],
])("the protocol %s", (_protocol, sent, valid, again, code) => {
  it.each([
    ["a form", { ...sent, body: valid }],
    ["the query of the URL", { ...sent, headers: {}, method: "GET", url: `/?${valid}` }],
  ])("accepts parameters in %s", async (_place, valid) => {
    const referee = await Referee.open();

    expect(await judged(referee, valid)).toBeUndefined();
    expect(() => referee.close()).not.toThrow();
  });

  it("refuses two values for one parameter", async () => {
    const referee = await Referee.open();
    const refused = await judged(referee, { ...sent, body: `${valid}${again}` });

    expect(refused?.body).toContain(`<Code>${code}</Code>`);
    expect(() => referee.close()).toThrow("was called with");
  });
});
