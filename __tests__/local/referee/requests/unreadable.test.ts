import { gzipSync } from "node:zlib";
import { CBOR, FORM, judged, target, withReferee } from "../../../helpers/referee-requests";
import type { Sent } from "../../../helpers/referee-requests";
import { Referee } from "../../../helpers/referee";

const ECS = target("AmazonEC2ContainerServiceV20141113.CreateCluster");
const NOT_UTF8 = Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]);
const NOT_GZIP = Buffer.from("not compressed");
const GZIP = { "content-encoding": "gzip" };
const DESCRIBE_ALARMS = "/service/GraniteServiceVersion20100801/operation/DescribeAlarms";

const json = (body: string | Buffer, headers = {}): Sent => ({
  service: "ecs",
  headers: { ...ECS, ...headers },
  body,
});
const query = (body: string | Buffer, headers = {}): Sent => ({
  service: "iam",
  headers: { ...FORM, ...headers },
  body,
});
const ec2 = (body: string | Buffer, headers = {}): Sent => ({ ...query(body, headers), service: "ec2" });
const lambda = (body: string | Buffer, headers = {}): Sent => ({
  service: "lambda",
  url: "/2015-03-31/functions/web/versions",
  headers,
  body,
});
const s3 = (body: string | Buffer, headers = {}): Sent => ({
  service: "s3",
  method: "PUT",
  url: "/bucket?versioning",
  headers,
  body,
});
const cbor = (hex: string, headers = {}): Sent => ({
  service: "monitoring",
  url: DESCRIBE_ALARMS,
  headers: { ...CBOR, ...headers },
  body: Buffer.from(hex, "hex"),
});

/** By protocol: requests that cannot be decoded, and AWS's error for them. */
const CASES: Readonly<Record<string, { error: string; status?: number; faults: Record<string, Sent> }>> = {
  json: {
    error: '"__type": "SerializationException"',
    faults: {
      "bytes that are not UTF-8": json(NOT_UTF8),
      "a broken gzip": json(NOT_GZIP, GZIP),
      "a cut gzip": json(gzipSync("{}").subarray(0, 12), GZIP),
      "a string": json('"web"'),
      "a list": json("[]"),
      "a number": json("1"),
      null: json("null"),
      "a cut object": json('{"clusterName":'),
      "a number that is not one": json('{"clusterName":NaN}'),
      "a repeated member": json('{"clusterName":"a","clusterName":"b"}'),
      "a depth that no shape has": json(`{"tags":${"[".repeat(100_000)}${"]".repeat(100_000)}}`),
      "a depth near the limit of Python": json(`{"tags":${"[".repeat(900)}${"]".repeat(900)}}`),
    },
  },
  "rest-json": {
    error: '"__type": "InvalidRequestContentException"',
    faults: {
      "bytes that are not UTF-8": lambda(NOT_UTF8),
      "a broken gzip": lambda(NOT_GZIP, GZIP),
      "a list": lambda("[]"),
      "a string": lambda('"web"'),
    },
  },
  query: {
    error: "<Code>MalformedQueryString</Code>",
    status: 404,
    faults: {
      "bytes that are not UTF-8": query(NOT_UTF8),
      "encoded bytes that are not UTF-8": query("Version=2010-05-08&Action=GetRole&RoleName=%FF"),
      "a broken gzip": query(NOT_GZIP, GZIP),
    },
  },
  ec2: {
    error: "<Code>MalformedQueryString</Code>",
    faults: { "bytes that are not UTF-8": ec2(NOT_UTF8), "a broken gzip": ec2(NOT_GZIP, GZIP) },
  },
  "rest-xml": {
    error: "<Code>MalformedXML</Code>",
    faults: {
      "bytes that are not UTF-8": s3(Buffer.from([0x3c, 0xff, 0x3e])),
      "a broken gzip": s3(NOT_GZIP, GZIP),
      "a cut document": s3("<VersioningConfiguration>"),
      JSON: s3("{}"),
    },
  },
  "rest-xml, in the URL": {
    error: "<Code>InvalidURI</Code>",
    faults: {
      "a path that is not UTF-8": { service: "s3", method: "GET", url: "/bucket/%FF" },
      "a query that is not UTF-8": { service: "s3", method: "GET", url: "/bucket?list-type=2&prefix=%FF" },
    },
  },
  "smithy-rpc-v2-cbor": {
    error: "SerializationException",
    faults: {
      "a cut map": cbor("a1"),
      "a text that is not UTF-8": cbor("a161ff01"),
      "a list": cbor("80"),
      "an unknown tag": cbor("a16161c201"),
      "a key that is a list": cbor("a18001"),
      "a repeated key": cbor("a2616101616101"),
      "bytes after the map": cbor("a0a0"),
      "a length beyond the memory": cbor("a15b7fffffffffffffff"),
      "a broken gzip": cbor("00", GZIP),
    },
  },
};

/** By protocol: a request for an operation that its service does not have, and AWS's error for it. */
const UNKNOWN: Readonly<Record<string, [Sent, number, string]>> = {
  json: [{ service: "ecs", headers: target("AmazonEC2.CreateMoon") }, 400, "UnknownOperationException"],
  "rest-json": [{ service: "lambda", url: "/moon" }, 404, "UnknownOperationException"],
  query: [query("Version=2010-05-08&Action=CreateMoon"), 400, "<Code>InvalidAction</Code>"],
  ec2: [ec2("Version=2016-11-15&Action=CreateMoon"), 400, "<Code>InvalidAction</Code>"],
  "rest-xml": [{ service: "s3", method: "PATCH", url: "/bucket" }, 405, "<Code>MethodNotAllowed</Code>"],
  "smithy-rpc-v2-cbor": [{ ...cbor("a0"), url: "/operation/Moon" }, 404, "UnknownOperationException"],
};

describe("a request that cannot be decoded", () => {
  describe.each(Object.entries(CASES))("in the protocol %s", (_protocol, { error, status = 400, faults }) => {
    it.each(Object.entries(faults))("gets AWS's error for %s", async (_fault, sent) => {
      const referee = await Referee.open();
      const refused = await judged(referee, sent);

      expect(refused?.body).toContain(error);
      expect(refused?.status).toBe(status);
      expect(() => referee.close()).toThrow("not ");
    });
  });

  it.each(Object.entries(UNKNOWN))(
    "gets AWS's error for an unknown operation in the protocol %s",
    async (_protocol, [sent, status, error]) => {
      const referee = await Referee.open();
      const refused = await judged(referee, sent);

      expect(refused?.body).toContain(error);
      expect(refused?.status).toBe(status);
      expect(() => referee.close()).toThrow("no ");
    },
  );

  it("never raises another exception, whatever its bytes are", () => {
    const valid = [
      json('{"clusterName":"web","tags":[{"key":"a","value":"b"}]}'),
      query("Version=2010-05-08&Action=TagRole&RoleName=web&Tags.member.1.Key=a&Tags.member.1.Value=b"),
      ec2("Version=2016-11-15&Action=DescribeVpcs&Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-1"),
      lambda('{"Description":"web"}'),
      s3("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"),
      cbor("a16a4d61785265636f7264731864"),
    ];
    const printed = withReferee<{ tried: number; raised: string[] }>(valid, [
      "import random",
      "from dataclasses import replace",
      "from referee import Referee",
      "chance, tried, raised = random.Random(1), 0, []",
      "referee = Referee(None)",
      "def broken(data):",
      "    start = chance.randrange(len(data))",
      "    end = start + chance.randrange(4)",
      "    return data[:start] + chance.randbytes(chance.randrange(4)) + data[end:]",
      "for request in requests:",
      "    for _ in range(300):",
      "        target = broken(request.target.encode()).decode('latin-1') if chance.random() < 0.2 else request.target",
      "        headers = {**request.headers, **({'content-encoding': 'gzip'} if chance.random() < 0.1 else {})}",
      "        tried += 1",
      "        try:",
      "            referee.refused(replace(request, target=target, headers=headers, body=broken(request.body)))",
      "        except Exception as error:",
      "            raised.append(repr(error))",
      "print(json.dumps({'tried': tried, 'raised': raised}))",
    ]);

    expect(printed).toEqual({ tried: 1800, raised: [] });
  });

  it.each(["abc", "-5"])("is answered if its Content-Length is %s", (length) => {
    const answered = withReferee<string[]>(
      [],
      [
        "import io",
        "from questions import Questions",
        "from referee import Referee",
        "environ = {'REQUEST_METHOD': 'POST', 'REQUEST_URI': '/', 'PATH_INFO': '/', 'wsgi.input': io.BytesIO(b'{}')}",
        `environ |= {'CONTENT_LENGTH': '${length}', 'HTTP_X_AMZ_TARGET': 'A.B'}`,
        "statuses = []",
        "Questions(Referee(None), for_tests=True)(environ, lambda status, headers: statuses.append(status))",
        "print(json.dumps(statuses))",
      ],
    );

    expect(answered).toEqual(["400 Bad Request"]);
  });

  it("is answered by the referee, although the tests record each call before it", () => {
    const answered = withReferee<string[]>(
      [json("[]")],
      [
        "import io",
        "from questions import Questions",
        "from referee import Referee",
        "environ = {'REQUEST_METHOD': 'POST', 'REQUEST_URI': '/', 'PATH_INFO': '/', 'CONTENT_LENGTH': '2'}",
        "environ['wsgi.input'] = io.BytesIO(requests[0].body)",
        "environ |= {'HTTP_' + name.upper().replace('-', '_'): value for name, value in requests[0].headers.items()}",
        "answer = Questions(Referee(None), for_tests=True)(environ, lambda status, headers: None)",
        "print(json.dumps([each.decode() for each in answer]))",
      ],
    );

    expect(answered[0]).toContain("SerializationException");
  });
});

describe("an answer that cannot be decoded", () => {
  it.each(["[]", "{", '{"a":1,"a":2}'])("fails the test of the double: %s", async (answer) => {
    const referee = await Referee.open();

    expect(await judged(referee, json("{}"), answer)).toBeUndefined();
    expect(() => referee.close()).toThrow("ecs:CreateCluster was answered with");
  });
});
