import { ECSClient, ListClustersCommand } from "@aws-sdk/client-ecs";
import { request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { REGION, TestAccount } from "../test-account";

const EVIL = "http://evil.example";

let account: TestAccount;

beforeAll(async () => {
  account = await TestAccount.open();
}, 120_000);
afterAll(() => account.close());

/** Sends headers that `fetch` would refuse or replace. */
const ask = (path: string, headers: Record<string, string>, body?: string) =>
  new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const method = body === undefined ? "GET" : "POST";
    request(`${account.endpoint}${path}`, { method, headers }, (answer) => {
      text(answer).then((body) => resolve({ status: answer.statusCode, body }), reject);
    })
      .on("error", reject)
      .end(body);
  });

const signed = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=embedded/20261126/${REGION}/${service}/aws4_request, SignedHeaders=host, Signature=x`;
const createCluster = {
  "content-type": "application/x-amz-json-1.1",
  "x-amz-target": "AmazonEC2ContainerServiceV20141113.CreateCluster",
  authorization: signed("ecs"),
};
const cluster = '{"clusterName":"mallory"}';
const PASSWORDS = "/embedded-aws/database-passwords";

describe("a web page in a browser of this machine", () => {
  it.each<readonly [string, string, Record<string, string>, string | undefined]>([
    ["creates nothing from another origin", "/", { ...createCluster, origin: EVIL }, cluster],
    [
      "creates nothing by a name of its own for this machine",
      "/",
      { ...createCluster, host: "evil.example" },
      cluster,
    ],
    [
      "creates nothing from another port of this machine",
      "/",
      { ...createCluster, origin: "http://127.0.0.1:8081" },
      cluster,
    ],
    ["creates nothing from a file or a sandboxed frame", "/", { ...createCluster, origin: "null" }, cluster],
    ["sends no form", "/", { origin: EVIL, "content-type": "application/x-www-form-urlencoded" }, "Action=X"],
    ["reads no password by a name of its own", PASSWORDS, { host: "evil.example:8080" }, undefined],
    [
      "reads no password by a name that begins or ends like one of AWS",
      PASSWORDS,
      { host: "amazonaws.com.evil.example" },
      undefined,
    ],
    ["includes no answer as a script", PASSWORDS, { "sec-fetch-site": "cross-site" }, undefined],
  ])("%s", async (_, path, headers, body) => {
    expect(await ask(path, headers, body)).toEqual({
      status: 403,
      body: "The embedded AWS answers programs on this machine, and no web pages.\n",
    });
  });

  it("may be the operator's own tab", async () => {
    expect((await ask(PASSWORDS, { "sec-fetch-site": "none" })).status).toBe(200);
  });
});

it("serves programs, and containers by the names of AWS", async () => {
  const ecs = new ECSClient(account.clients);
  expect((await ecs.send(new ListClustersCommand({}))).clusterArns).toEqual([]);
  const host = `ecs.${REGION}.amazonaws.com`;
  expect((await ask("/", { ...createCluster, host }, cluster)).status).toBe(200);
});

it("refuses nothing to a client that has gone before the end of its request", async () => {
  const refusals = async () => {
    const record = await fetch(`${account.endpoint}/embedded-aws/refereed`);
    return ((await record.json()) as { refusals: unknown[] }).refusals;
  };
  const before = await refusals();
  const { hostname, port } = new URL(account.endpoint);
  const headers = `authorization: ${signed("iam")}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 40`;
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), hostname, () =>
      socket.end(`POST / HTTP/1.1\r\nhost: ${hostname}:${port}\r\n${headers}\r\n\r\nAction=`),
    );
    text(socket).then(resolve, reject);
  });

  expect(answer).toContain("HTTP/1.1 400");
  expect(await refusals()).toEqual(before);
});
