import { computed } from "../../helpers/computed";
import type { Permissions } from "../../../ops/review/policy-document";
import { equivalent, LATER, permissionsOf, widened } from "../../../ops/review/policy-document";

const document = (...Statement: object[]) => permissionsOf(JSON.stringify({ Statement }));
const allow = (Action: unknown, Resource: unknown = "*", more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const brief = ({ single, inverted }: Permissions) => [
  ...single.map(({ effect, principal, action, resource, condition }) =>
    [effect, principal, action, resource, condition].filter((each) => each !== "").join(" "),
  ),
  ...inverted,
];
const new_ = (before: Permissions, after: Permissions) => brief(widened(before, after));

describe("policy documents", () => {
  it("are compared by what they mean, not by how they are written", () => {
    const one = document(allow(["s3:GetObject", "s3:PutObject"], ["a"], { Sid: "One" }));
    const other = document(allow("s3:PutObject", "a"), allow(["S3:getobject"], "a", { Condition: {} }));
    expect(equivalent(one, other)).toBe(true);
  });

  it("are wider by what no wildcard covered before", () => {
    expect(new_(document(allow("s3:Get*", "a/*")), document(allow("s3:GetObject", "a/b")))).toEqual([]);
    expect(new_(document(allow("s3:Get?bject")), document(allow("s3:Get*")))).toEqual(["Allow s3:Get* *"]);
    expect(new_(document(allow("s3:GetObject", "a/b")), document(allow("s3:GetObject", "a/*")))).toEqual([
      "Allow s3:GetObject a/*",
    ]);
  });

  it("are wider by the loss of a condition or of a denial", () => {
    const condition = { Condition: { Bool: { "aws:SecureTransport": "true" } } };
    expect(new_(document(allow("s3:*", "*", condition)), document(allow("s3:*")))).toEqual(["Allow s3:* *"]);
    expect(new_(document(allow("s3:*")), document(allow("s3:*", "*", condition)))).toEqual([]);
    expect(new_(document({ Effect: "Deny", Action: "s3:*", Resource: "*" }), document())).toEqual([
      "Deny s3:* *",
    ]);
  });

  it("take what is known only after the deploy for what was there, and no more", () => {
    const before = document(allow("s3:GetObject", "arn:aws:s3:::a"));
    expect(new_(before, document(allow("s3:GetObject", LATER)))).toEqual([]);
    expect(new_(before, document(allow("s3:PutObject", LATER)))).toEqual([`Allow s3:PutObject ${LATER}`]);

    const roles = (...resources: string[]) => document(allow("iam:PassRole", resources));
    expect(new_(roles("arn:task"), roles("arn:task", LATER))).toEqual([`Allow iam:PassRole ${LATER}`]);
    expect(new_(roles("arn:task", "arn:job"), roles("arn:task", LATER))).toEqual([]);
    expect(new_(roles("*"), roles("*", LATER))).toEqual([]);
  });

  it("show a new inverted statement as it stands", () => {
    const inverted = { Effect: "Allow", NotAction: "iam:*", Resource: "*" };
    expect(new_(document(), document(inverted))).toEqual([
      '{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}',
    ]);
    expect(new_(document(inverted), document({ ...inverted, Sid: "Named" }))).toEqual([]);
  });

  it("that are not JSON say nothing", () => {
    expect(permissionsOf("${policy}")).toEqual({ single: [], inverted: [] });
  });

  it("are compared in a moment, whatever their wildcards", () => {
    const began = computed();
    new_(document(allow(`${"*a".repeat(200)}b`)), document(allow("a".repeat(10_000))));
    expect(computed() - began).toBeLessThan(500);
  });
});
