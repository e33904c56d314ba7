import { FORM, judged as judge, target, withReferee } from "../../helpers/referee-requests";
import type { Sent } from "../../helpers/referee-requests";
import { Referee } from "../../helpers/referee";

/** The first request waits until Python has started. */
jest.setTimeout(30_000);

const ECS = "AmazonEC2ContainerServiceV20141113";
const KMS = "TrentService";
const EC2 = "Version=2016-11-15&Action";
const TRUST = encodeURIComponent(
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
  }),
);
const BUCKET = "http://s3.amazonaws.com/doc/2006-03-01/";

/** By protocol: a valid request, and that request with one fault, each with a part of AWS's error. */
const CASES: Readonly<Record<string, { valid: Sent; faults: Readonly<Record<string, [Sent, string]>> }>> = {
  json: {
    valid: {
      service: "ecs",
      headers: target(`${ECS}.CreateService`),
      body: '{"serviceName":"web","desiredCount":1}',
    },
    faults: {
      "an unknown member": [
        {
          service: "ecs",
          headers: target(`${ECS}.CreateService`),
          body: '{"serviceName":"web","count":1}',
        },
        "Unknown parameter: 'count'",
      ],
      "a missing member": [
        { service: "ecs", headers: target(`${ECS}.CreateService`), body: '{"desiredCount":1}' },
        "Value null at 'serviceName' failed to satisfy constraint: Member must not be null",
      ],
      "a wrong type": [
        {
          service: "ecs",
          headers: target(`${ECS}.CreateService`),
          body: '{"serviceName":"web","desiredCount":"1"}',
        },
        "SerializationException",
      ],
      "a value outside of the enum": [
        {
          service: "ecs",
          headers: target(`${ECS}.CreateService`),
          body: '{"serviceName":"web","launchType":"MOON"}',
        },
        "Member must satisfy enum value set: [EC2, FARGATE, EXTERNAL, MANAGED_INSTANCES]",
      ],
    },
  },
  "json with lengths and patterns": {
    valid: { service: "kms", headers: target(`${KMS}.CreateAlias`), body: alias("alias/web") },
    faults: {
      "too long a name": [
        { service: "kms", headers: target(`${KMS}.CreateAlias`), body: alias(`alias/${"a".repeat(300)}`) },
        "Member must have length between 1 and 256",
      ],
      "a forbidden character": [
        { service: "kms", headers: target(`${KMS}.CreateAlias`), body: alias("alias/web api") },
        "Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$",
      ],
    },
  },
  query: {
    valid: {
      service: "iam",
      headers: FORM,
      body: `Version=2010-05-08&Action=CreateRole&RoleName=web&AssumeRolePolicyDocument=${TRUST}&Tags.member.1.Key=a&Tags.member.1.Value=b`,
    },
    faults: {
      "a number out of range": [
        {
          service: "iam",
          headers: FORM,
          body: `Version=2010-05-08&Action=CreateRole&RoleName=web&AssumeRolePolicyDocument=${TRUST}&MaxSessionDuration=5`,
        },
        "<Code>ValidationError</Code>",
      ],
      "a list of another spelling": [
        {
          service: "iam",
          headers: FORM,
          body: `Version=2010-05-08&Action=CreateRole&RoleName=web&AssumeRolePolicyDocument=${TRUST}&Tags.1.Key=a`,
        },
        "Unknown parameter: 'Tags.1'",
      ],
    },
  },
  ec2: {
    valid: {
      service: "ec2",
      headers: FORM,
      body: `${EC2}=DescribeVpcs&Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-1`,
    },
    faults: {
      "an unknown parameter": [
        { service: "ec2", headers: FORM, body: `${EC2}=DescribeVpcs&Filters.1.Name=vpc-id` },
        "<Code>UnknownParameter</Code>",
      ],
      "a value outside of the enum": [
        { service: "ec2", headers: FORM, body: `${EC2}=CreateVpc&InstanceTenancy=moon` },
        "<Code>InvalidParameterValue</Code>",
      ],
    },
  },
  "rest-json": {
    valid: { service: "lambda", method: "GET", url: "/2015-03-31/functions/web" },
    faults: {
      "an invalid name": [
        { service: "lambda", method: "GET", url: "/2015-03-31/functions/a%20b" },
        "InvalidParameterValueException",
      ],
      "an unknown query": [
        { service: "lambda", method: "GET", url: "/2015-03-31/functions/web?Version=1" },
        "Unknown parameter: 'Version'",
      ],
    },
  },
  "rest-xml": {
    valid: {
      service: "s3",
      method: "PUT",
      url: "/bucket?versioning",
      body: `<VersioningConfiguration xmlns="${BUCKET}"><Status>Enabled</Status></VersioningConfiguration>`,
    },
    faults: {
      "a value outside of the enum": [
        {
          service: "s3",
          method: "PUT",
          url: "/bucket?versioning",
          body: `<VersioningConfiguration xmlns="${BUCKET}"><Status>On</Status></VersioningConfiguration>`,
        },
        "<Code>MalformedXML</Code>",
      ],
      "an unknown header": [
        { service: "s3", method: "GET", url: "/bucket/key", headers: { "x-amz-moon": "full" } },
        "Unknown parameter: 'x-amz-moon'",
      ],
    },
  },
};

function alias(AliasName: string): string {
  return JSON.stringify({ AliasName, TargetKeyId: "1234abcd-12ab-34cd-56ef-1234567890ab" });
}

describe("the referee", () => {
  describe.each(Object.entries(CASES))("in the protocol %s", (_protocol, { valid, faults }) => {
    it("accepts a valid request", async () => {
      const referee = await Referee.open();

      expect(await judge(referee, valid)).toBeUndefined();
      expect(() => referee.close()).not.toThrow();
    });

    it.each(Object.entries(faults))(
      "refuses %s as AWS does, and fails the test",
      async (_fault, [sent, words]) => {
        const referee = await Referee.open();
        const refused = await judge(referee, sent);

        expect(refused?.status).toBe(400);
        expect(refused?.body).toContain(words);
        expect(() => referee.close()).toThrow("was called with");
      },
    );
  });

  it.each([
    [
      "an unknown member",
      '{"service":{"serviceName":"web","colour":"red"}}',
      "service.colour: no such member",
    ],
    [
      "a wrong type",
      '{"service":{"desiredCount":"1"}}',
      "service.desiredCount: '1' is outside of type integer",
    ],
    ["a time as text", '{"service":{"createdAt":"2026-11-22T04:15:10Z"}}', "is outside of type timestamp"],
  ])("fails the test of a double that answers %s", async (_fault, answer, words) => {
    const { valid } = CASES.json ?? { valid: { service: "" } };
    const referee = await Referee.open();

    expect(await judge(referee, valid, answer)).toBeUndefined();
    expect(() => referee.close()).toThrow(words);
  });

  it("fails the test of a request that AWS has no operation for", async () => {
    const referee = await Referee.open();
    await judge(referee, { service: "ecs", headers: target(`${ECS}.CreateMoon`) });

    expect(() => referee.close()).toThrow(`no operation ${ECS}.CreateMoon of ecs`);
  });

  describe("broken one field at a time", () => {
    it("misses no fault", () => {
      const { faults, missed } = selfTest("");

      expect(faults).toBeGreaterThan(25);
      expect(missed).toEqual([]);
    });

    it("would miss most if it did not validate", () => {
      const { faults, missed } = selfTest(
        'judge = sys.modules["referee.judge"]; judge.violations_of, judge.check = lambda *_: [], lambda *_: None',
      );

      expect(missed.length).toBeGreaterThan(faults / 2);
    });
  });
});

/** Breaks the valid requests above, after a change of the referee. */
function selfTest(change: string): { faults: number; missed: string[] } {
  return withReferee(
    Object.values(CASES).map(({ valid }) => valid),
    ["from referee.breaking import self_test", change, "print(json.dumps(self_test(requests)))"],
  );
}
