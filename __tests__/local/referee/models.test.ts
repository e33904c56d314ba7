import { CBOR, FORM, judged, target } from "../../helpers/referee-requests";
import type { Sent } from "../../helpers/referee-requests";
import { Referee } from "../../helpers/referee";

const COUNT = (desiredCount: string): Sent => ({
  service: "ecs",
  headers: target("AmazonEC2ContainerServiceV20141113.CreateService"),
  body: `{"serviceName":"web","desiredCount":${desiredCount}}`,
});
const START = (startTime: string): Sent => ({
  service: "logs",
  headers: target("Logs_20140328.FilterLogEvents"),
  body: `{"logGroupName":"web","startTime":${startTime}}`,
});
const DURATION = (seconds: string): Sent => ({
  service: "ec2",
  headers: FORM,
  body: `Version=2016-11-15&Action=DescribeVpcEndpointServices&MaxResults=${seconds}`,
});
const SIZE = (size: string): Sent => ({
  service: "autoscaling",
  headers: FORM,
  body: `Version=2011-01-01&Action=SetDesiredCapacity&AutoScalingGroupName=web&DesiredCapacity=${size}`,
});
const KEYS = (keys: string): Sent => ({
  service: "s3",
  method: "GET",
  url: `/bucket?list-type=2&max-keys=${keys}`,
});
const DAYS = (days: string): Sent => ({
  service: "s3",
  method: "PUT",
  url: "/bucket?lifecycle",
  body: `<LifecycleConfiguration><Rule><Status>Enabled</Status><Prefix>a</Prefix><Expiration><Days>${days}</Days></Expiration></Rule></LifecycleConfiguration>`,
});
/** DescribeAlarms with the one member MaxRecords, whose CBOR is given. */
const RECORDS = (cbor: string): Sent => ({
  service: "monitoring",
  url: "/service/GraniteServiceVersion20100801/operation/DescribeAlarms",
  headers: CBOR,
  body: Buffer.from(`a16a${Buffer.from("MaxRecords").toString("hex")}${cbor}`, "hex"),
});

describe("a number of AWS's models", () => {
  it.each([
    ["json", COUNT("2147483647")],
    ["json, as a long", START("9223372036854775807")],
    ["ec2", DURATION("2147483647")],
    ["query", SIZE("2147483647")],
    ["rest-xml, in the query", KEYS("2147483647")],
    ["rest-xml, in the body", DAYS("2147483647")],
    ["smithy-rpc-v2-cbor", RECORDS("1864")],
  ])("is accepted up to its largest in the protocol %s", async (_protocol, sent) => {
    const referee = await Referee.open();

    expect(await judged(referee, sent)).toBeUndefined();
    expect(() => referee.close()).not.toThrow();
  });

  it.each([
    ["json", COUNT("2147483648"), "SerializationException"],
    ["json, below zero", COUNT("-2147483649"), "SerializationException"],
    ["json, as a long", START("9223372036854775808"), "SerializationException"],
    ["ec2", DURATION("2147483648"), "<Code>InvalidParameterValue</Code>"],
    ["query", SIZE("2147483648"), "<Code>ValidationError</Code>"],
    ["query, with thousands of digits", SIZE("9".repeat(5000)), "<Code>ValidationError</Code>"],
    [
      "rest-xml, in the query",
      KEYS("2147483648"),
      "<Code>InvalidArgument</Code><Message>Provided max-keys not an integer or within integer range</Message>",
    ],
    ["rest-xml, in the body", DAYS("2147483648"), "<Code>MalformedXML</Code>"],
    ["smithy-rpc-v2-cbor", RECORDS("1b0000000080000000"), "SerializationException"],
  ])("is refused beyond 32 or 64 bits in the protocol %s", async (_protocol, sent, error) => {
    const referee = await Referee.open();
    const refused = await judged(referee, sent);

    expect(refused?.status).toBe(400);
    expect(refused?.body).toContain(error);
    expect(() => referee.close()).toThrow(/integer of 32 bits|long of 64 bits|outside of type/);
  });
});
