import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { useContainers } from "./sandbox/container";
import { describeImages } from "./sandbox/requirements";
import { Stack, type WebTask } from "./sandbox/stack";

/** As long as a name of the DNS can be, so that the tables of nginx must have room for it. */
const LONGEST = `${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(49)}.example.com`;

interface Client {
  readonly link: string;
  readonly forged: readonly string[];
}

describeImages("The name in Laravel's links", () => {
  useContainers();
  let web: WebTask;

  beforeAll(async () => {
    const stack = await Stack.start();
    await stack.migrate();
    const SERVER_NAMES = `api.example.com *.shop.example.com ${LONGEST}`;
    web = await stack.web("names", {}, { environment: { SERVER_NAMES } });
  });

  /** As a client that writes its request itself: `fetch` sets the header Host. */
  const ask = async (path: string, headers: Record<string, string>) => {
    const [host, port] = new URL(web.origin).host.split(":");
    const asked = request({ host, port, path, headers }).end();
    const [response] = (await once(asked, "response")) as [IncomingMessage];
    return JSON.parse(await text(response)) as Client;
  };

  it.each([
    ["the API's name", "api.example.com", "http://api.example.com/reset"],
    ["it in capitals, with a port", "API.example.com:443", "http://api.example.com:443/reset"],
    ["a name below a wildcard", "tokyo.shop.example.com", "http://tokyo.shop.example.com/reset"],
    ["the longest name", LONGEST, `http://${LONGEST}/reset`],
  ])("is the one that was asked for: %s", async (_, Host, link) => {
    expect((await ask("/client", { Host })).link).toBe(link);
  });

  it.each([
    ["another name", "/client", { Host: "evil.example" }],
    ["a name that ends alike", "/client", { Host: "evil-api.example.com" }],
    ["a name that begins alike", "/client", { Host: "api.example.com.evil.example" }],
    ["another name, with a port", "/client", { Host: "evil.example:443" }],
    ["a port that is none", "/client", { Host: "api.example.com:@evil.example" }],
    ["another name in the request line", "http://evil.example/client", { Host: "api.example.com" }],
    ["the name before the wildcard", "/client", { Host: "shop.example.com" }],
    ["an address", "/client", { Host: "203.0.113.7" }],
    ["two different names", "http://api.example.com/client", { Host: "evil.example" }],
    ["a forwarded name", "/client", { Host: "api.example.com", "X-Forwarded-Host": "evil.example" }],
    ["a forwarded prefix", "/client", { Host: "api.example.com", "X-Forwarded-Prefix": "@evil.example" }],
  ])("is the API's own when a client sends %s", async (_, path, headers) => {
    expect(await ask(path, headers)).toMatchObject({ link: "http://api.example.com/reset", forged: [] });
  });
});
