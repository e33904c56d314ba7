import { judged, withReferee } from "../../../helpers/referee-requests";
import { Referee } from "../../../helpers/referee";

const signature = (service: string) =>
  [
    "X-Amz-Algorithm=AWS4-HMAC-SHA256",
    `X-Amz-Credential=key%2F20261122%2Fap-northeast-1%2F${service}%2Faws4_request`,
    "X-Amz-Date=20261122T041510Z",
    "X-Amz-Expires=60",
    "X-Amz-SignedHeaders=host%3Bx-k8s-aws-id",
    "X-Amz-Security-Token=token",
    "X-Amz-Signature=0123",
  ].join("&");
const IDENTITY = `/?Action=GetCallerIdentity&Version=2011-06-15&${signature("sts")}`;
const OBJECT = `/bucket/key?${signature("s3")}`;

describe("a presigned request", () => {
  it.each([
    ["of `aws eks get-token`", { method: "GET", url: IDENTITY, headers: { "x-k8s-aws-id": "cluster" } }],
    ["of STS with POST", { method: "POST", url: IDENTITY }],
    [
      "of EC2",
      {
        method: "GET",
        url: `/?Action=DescribeVpcs&Version=2016-11-15&VpcId.1=vpc-1&${signature("ec2")}`,
      },
    ],
    ["of S3 to download", { method: "GET", url: OBJECT }],
    ["of S3 with a header in the query", { method: "GET", url: `${OBJECT}&x-amz-checksum-mode=ENABLED` }],
    ["of S3 with a header in capitals", { method: "GET", url: `${OBJECT}&X-Amz-Checksum-Mode=ENABLED` }],
    [
      "of S3 with parameters of the operation",
      { method: "GET", url: `${OBJECT}&response-content-type=text%2Fplain&x-id=GetObject` },
    ],
    [
      "of S3 to upload with headers in the query",
      {
        method: "PUT",
        url: `${OBJECT}&x-amz-storage-class=STANDARD_IA&x-amz-sdk-checksum-algorithm=CRC32&x-amz-checksum-crc32=AAAAAA%3D%3D`,
        body: "text",
      },
    ],
    [
      "of S3 to upload a form as curl sends it",
      {
        method: "PUT",
        url: OBJECT,
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: "text",
      },
    ],
    [
      "of S3 with Signature Version 2",
      { method: "GET", url: "/bucket/key?AWSAccessKeyId=key&Signature=0123&Expires=1795324510" },
    ],
  ])("%s is accepted", async (_kind, sent) => {
    const referee = await Referee.open();

    expect(await judged(referee, sent)).toBeUndefined();
    expect(() => referee.close()).not.toThrow();
  });

  it.each([
    ["an unknown parameter", { method: "GET", url: `${IDENTITY}&Moon=full` }, "Unknown parameter: 'Moon'"],
    [
      "an unknown header in the query",
      { method: "GET", url: `${OBJECT}&x-amz-moon=full` },
      "Unknown parameter: 'x-amz-moon'",
    ],
    [
      "an invalid header in the query",
      { method: "PUT", url: `${OBJECT}&x-amz-storage-class=MOON` },
      "StorageClass",
    ],
    [
      "a parameter of the signature in an operation signed in a header",
      { service: "s3", method: "GET", url: "/bucket/key?X-Amz-Date=20261122T041510Z" },
      "Unknown parameter: 'X-Amz-Date'",
    ],
  ])("is refused for %s", async (_fault, sent, error) => {
    const referee = await Referee.open();
    const refused = await judged(referee, sent);

    expect(refused?.status).toBe(400);
    expect(refused?.body).toContain(error);
    expect(() => referee.close()).toThrow("was called with");
  });

  it("reaches moto with the headers that it has in the query", () => {
    const sent = { method: "PUT", url: `${OBJECT}&X-Amz-Storage-Class=STANDARD_IA`, body: "text" };
    const received = withReferee<Record<string, string>>(
      [sent],
      [
        "import io",
        "from referee import Referee",
        "received = []",
        "moto = lambda environ, start_response: received.append(environ)",
        "environ = {'REQUEST_METHOD': 'PUT', 'REQUEST_URI': requests[0].target, 'CONTENT_LENGTH': '4'}",
        "Referee(moto)(environ | {'wsgi.input': io.BytesIO(requests[0].body)}, None)",
        "print(json.dumps({name: each for name, each in received[0].items() if name.startswith('HTTP_')}))",
      ],
    );

    expect(received).toEqual({
      HTTP_AUTHORIZATION: "AWS4-HMAC-SHA256 Credential=key/20261122/ap-northeast-1/s3/aws4_request",
      HTTP_X_AMZ_STORAGE_CLASS: "STANDARD_IA",
    });
  });
});
