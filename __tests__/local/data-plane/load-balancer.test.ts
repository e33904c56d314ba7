import { mkdtempSync, rmSync } from "node:fs";
import { type IncomingHttpHeaders, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import { LoadBalancers } from "../../../local/data-plane/load-balancer";
import { Ports } from "../../../local/data-plane/ports";
import { eventually } from "../../../local/processes";
import { Backend, HTTP, HTTPS, PlayedAws } from "./played-targets";

describe("The load balancer", () => {
  let aws: PlayedAws;
  let folder: string;
  let balancers: LoadBalancers;
  let [blue, green]: Backend[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "load-balancer-"));
    aws = new PlayedAws();
    blue = await Backend.start("blue");
    green = await Backend.start("green");
    aws.register(blue, green);
    await balance();
  });

  afterEach(() => {
    balancers.stop();
    aws.stop();
    blue!.stop();
    green!.stop();
    rmSync(folder, { recursive: true });
  });

  async function balance(): Promise<void> {
    const endpoint = await aws.start();
    balancers = new LoadBalancers({
      endpoint,
      region: "ap-northeast-1",
      ports: new Ports(folder),
      pace: 0.01,
      client: aws.client,
    });
    await balancers.start();
  }

  const get = (path: string, init?: RequestInit) => fetch(`${balancers.urls[HTTPS]}${path}`, init);
  const answeredBy = async (path = "/") =>
    ((await (await get(path)).json()) as { name: string; headers: IncomingHttpHeaders; url: string }).name;
  const healthOf = ({ target }: Backend) =>
    Object.values(aws.reported)
      .flat()
      .find(({ id }) => id === target.Id);
  const until = async (backend: Backend, state: string) =>
    expect(await eventually(() => healthOf(backend)?.state === state, 5)).toBe(true);

  it("forwards to healthy targets by turns", async () => {
    await until(blue!, "healthy");
    await until(green!, "healthy");

    const names = [await answeredBy(), await answeredBy(), await answeredBy(), await answeredBy()];

    expect(names.sort()).toEqual(["blue", "blue", "green", "green"]);
  });

  it("reports the status of an unhealthy target, and sends it no request", async () => {
    blue!.healthy = false;
    await until(green!, "healthy");
    await until(blue!, "unhealthy");

    expect(healthOf(blue!)).toMatchObject({
      reason: "Target.ResponseCodeMismatch",
      description: "Health checks failed with these codes: [500]",
    });
    expect([await answeredBy(), await answeredBy()]).toEqual(["green", "green"]);
  });

  it("sends a request to unhealthy targets when none is healthy, as AWS does", async () => {
    blue!.healthy = false;
    aws.register(blue!);
    await until(blue!, "unhealthy");

    expect(await answeredBy()).toBe("blue");
  });

  it("answers 503 without targets", async () => {
    aws.targets = [];
    expect(await eventually(async () => (await get("/")).status === 503, 5)).toBe(true);

    const response = await get("/");
    expect(response.headers.get("Server")).toBe("awselb/2.0");
    expect(await response.text()).toContain("503 Service Temporarily Unavailable");
  });

  it("finishes a request in flight to a draining target, and sends it no new one", async () => {
    await until(blue!, "healthy");
    aws.register(blue!);
    await eventually(async () => (await answeredBy()) === "blue" && (await answeredBy()) === "blue", 5);
    const slow = answeredBy("/slow");
    await eventually(() => blue!.started === 1, 5);

    aws.register(blue!, green!);
    aws.targets[0]!.TargetHealth = { State: "draining" };
    await until(blue!, "draining");
    await until(green!, "healthy");

    expect([await answeredBy(), await answeredBy(), await answeredBy()]).toEqual(["green", "green", "green"]);
    blue!.release();
    expect(await slow).toBe("blue");
  });

  it("answers 502 for a request whose target is gone after the deregistration delay", async () => {
    aws.register(blue!);
    await until(blue!, "healthy");
    const slow = get("/slow");
    await eventually(() => blue!.started === 1, 5);

    aws.targets = [];

    expect((await slow).status).toBe(502);
  });

  it("answers 502 for a connection that the target closes, and 504 after the idle timeout", async () => {
    balancers.stop();
    aws.stop();
    aws.idleSeconds = "0.2";
    await balance();
    await until(blue!, "healthy");

    expect((await get("/reset")).status).toBe(502);
    const late = await get("/never");
    expect(late.status).toBe(504);
    expect(await late.text()).toContain("504 Gateway Time-out");
  });

  it("passes on who the client is, behind the HTTPS listener", async () => {
    await until(blue!, "healthy");

    const response = await get("/a?b=c", {
      headers: { "X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "ftp" },
    });
    const { headers, url } = (await response.json()) as { headers: IncomingHttpHeaders; url: string };

    expect(url).toBe("/a?b=c");
    expect(headers).toMatchObject({
      host: balancers.urls[HTTPS]!.slice("http://".length),
      "x-forwarded-for": "6.6.6.6, 127.0.0.1",
      "x-forwarded-proto": "https",
      "x-forwarded-port": "443",
      "x-amzn-trace-id": expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/) as string,
    });
  });

  it("passes on bodies of known and of unknown length", async () => {
    await until(blue!, "healthy");
    const { port, hostname } = new URL(balancers.urls[HTTPS]!);
    const chunked = await new Promise<number | undefined>((resolve) => {
      const upload = request({ port, hostname, method: "POST", path: "/" }, ({ statusCode }) =>
        resolve(statusCode),
      );
      upload.write("first");
      setTimeout(() => upload.end("second"), 20);
    });

    expect(chunked).toBe(200);
    expect((await get("/", { method: "POST", body: "known" })).status).toBe(200);
  });

  it("redirects from the HTTP listener as its rule says", async () => {
    const response = await fetch(`${balancers.urls[HTTP]}/a?b=c`, { redirect: "manual" });

    expect(response.status).toBe(301);
    expect(response.headers.get("Location")).toBe("https://127.0.0.1:443/a?b=c");
  });

  it("answers as the first rule says whose conditions are true", async () => {
    const fixed = (MessageBody: string): Action[] => [
      { Type: "fixed-response", FixedResponseConfig: { StatusCode: "418", MessageBody } },
    ];
    const path = (...Values: string[]) => ({ Field: "path-pattern", PathPatternConfig: { Values } });
    aws.rules = [
      { Priority: "20", Conditions: [path("/tea/*")], Actions: fixed("later") },
      {
        Priority: "10",
        Conditions: [path("/tea/*"), { Field: "host-header", HostHeaderConfig: { Values: ["127.*"] } }],
        Actions: fixed("tea"),
      },
      { Priority: "5", Conditions: [{ Field: "source-ip" }], Actions: fixed("never") },
    ];
    await until(blue!, "healthy");
    expect(await eventually(async () => (await get("/tea/green")).status === 418, 5)).toBe(true);

    expect(await (await get("/tea/green")).text()).toBe("tea");
    expect((await get("/teas")).status).toBe(200);
  });

  it("keeps the port of a listener over a restart", async () => {
    const before = balancers.urls;
    balancers.stop();
    aws.stop();

    await balance();

    expect(balancers.urls).toEqual(before);
  });

  it("checks no target after its end, which a poll had still found", async () => {
    await until(blue!, "healthy");
    let release = () => undefined as void;
    aws.held = new Promise((resolve) => (release = resolve));
    const asked = aws.asked;
    await eventually(() => aws.asked > asked, 5);
    balancers.stop();
    const checks = blue!.checks;
    release();
    await sleep(300);

    expect(blue!.checks).toBe(checks);
  });
});
