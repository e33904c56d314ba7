import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NamespacedContainer } from "../../local/containers/container";
import { Namespaces } from "../../local/containers/namespaces";
import { ContainerNetwork } from "../../local/containers/network";
import type { ContainerDescription, Image } from "../../local/containers/runtime";
import { described } from "../helpers/described-container";
import { smallImage } from "../helpers/small-image";
import { describeImages } from "./sandbox/requirements";
import { until } from "./sandbox/container";

const SERVER = `require("node:http").createServer((request, response) =>
  response.end(request.socket.remoteAddress)).listen(8080)`;

describeImages("containers in namespaces", () => {
  const folder = mkdtempSync(join(tmpdir(), "namespaces-"));
  const network = new ContainerNetwork({ name: "tryns", subnet: "198.18.71", localAddresses: ["10.9.8.7"] });
  const runtime = new Namespaces(network, join(folder, "run"));
  let image: Image;
  let output = "";

  const start = (overrides: Partial<ContainerDescription>) => {
    output = "";
    return runtime.start(
      described({ image, ...overrides }),
      (text, stream) => (output += `${stream}: ${text}`),
    );
  };
  const sh = (script: string, overrides: Partial<ContainerDescription> = {}) =>
    start({ entryPoint: ["/bin/sh", "-c"], command: [script], ...overrides });

  beforeAll(async () => {
    image = smallImage(folder, { Env: ["PATH=/usr/bin:/bin", "FROM=image"], StopSignal: "SIGQUIT" });
    await runtime.up();
  });

  afterAll(async () => {
    await runtime.down();
    rmSync(folder, { recursive: true, force: true });
  });

  it("run as defined, and report output and exit code", async () => {
    const container = await sh("id -u; echo $FROM $GIVEN >&2; exit 3", { environment: { GIVEN: "here" } });

    expect(await container.exited).toEqual({ code: 3, outOfMemory: false });
    expect(output).toContain("stdout: 33\n");
    expect(output).toContain("stderr: image here\n");
  });

  it("write to tmpfs only, unless their root is writable", async () => {
    const tmpfs = [{ path: "/scratch", options: ["mode=1777", "size=1m"] }];
    const script = "touch /scratch/a && ! touch /etc/a 2>/dev/null";
    expect((await (await sh(script, { tmpfs })).exited).code).toBe(0);
    const writable = await sh("touch /tmp-file && [ -e /tmp-file ]", { readonlyRoot: false, user: "0:0" });
    expect((await writable.exited).code).toBe(0);
    expect((await (await sh("[ -e /tmp-file ]")).exited).code).toBe(1);
  });

  it("are killed above their memory, which is reported", async () => {
    const greedy = await sh("x=$(head -c 100m /dev/zero | tail -c 90m | tr -d x); tail /dev/zero", {
      memoryMiB: 16,
    });
    expect(await greedy.exited).toEqual({ code: 137, outOfMemory: true });
  });

  it("stop by the signal of their image, or are killed when the time is over", async () => {
    const polite = await sh("trap 'exit 7' QUIT; echo ready; while :; do sleep 0.1; done");
    await until("it traps", () => output.includes("ready"));
    expect(await polite.stop(10)).toEqual({ code: 7, outOfMemory: false });

    const stubborn = await sh("trap '' QUIT; echo ready; while :; do sleep 0.1; done");
    await until("it traps", () => output.includes("ready"));
    expect(await stubborn.stop(0.3)).toEqual({ code: 137, outOfMemory: false });
  });

  it("run a health check beside their own command, within its time", async () => {
    const container = await sh("sleep 60", { environment: { GIVEN: "here" } });
    await until("it is prepared", async () => (await container.exec(["true"], 5)) !== 1);

    expect(await container.exec(["/bin/sh", "-c", "[ $GIVEN = here ]"], 5)).toBe(0);
    expect(await container.exec(["/bin/sh", "-c", "exit 4"], 5)).toBe(4);
    expect(await container.exec(["sleep", "9"], 0.2)).toBeUndefined();
    await container.stop(0);
  });

  it("reach each other by name, and the agent, and answer this machine", async () => {
    const agent = createServer((_, response) => response.end("the agent"));
    await runtime.serveAgent(agent);
    const server = await start({ entryPoint: [process.execPath, "-e", SERVER] });
    await until("it listens", async () => (await fetch(`http://${server.address}:8080`)).ok);

    const ask = (url: string) => `(async () => process.stdout.write(await (await fetch("${url}")).text()))()`;
    const client = await start({
      entryPoint: [process.execPath, "-e", `${ask("http://other:8080")}; ${ask("http://169.254.170.2")}`],
      hosts: { other: server.address },
      memoryMiB: 256,
    });
    expect(await client.exited).toMatchObject({ code: 0 });
    expect(output).toContain(client.address);
    expect(output).toContain("the agent");
    agent.close();
    await server.stop(0);
  });

  it("know the agent by the same hardware address, whatever other containers start and end", async () => {
    const bridge = () => {
      const show = ["-n", "tryns-lan", "-brief", "link", "show", "bridge"];
      return spawnSync("ip", show, { encoding: "utf8" }).stdout.split(/\s+/)[2];
    };
    const before = bridge();
    const others = [await sh("sleep 60"), await sh("sleep 60"), await sh("sleep 60"), await sh("sleep 60")];
    expect(bridge()).toBe(before);
    for (const each of others) await each.stop(0);
    expect(bridge()).toBe(before);
  });

  it("leave no interface to the next one of their name, even while a health check is in their network", async () => {
    const again = (command: string) =>
      new NamespacedContainer({
        ...described({ image, entryPoint: ["/bin/sh", "-c"], command: [command] }),
        ...{ name: "again", network, folder: join(folder, "run"), user: "33:33" },
      });
    const first = again("sleep 60");
    await until("it runs", () => existsSync(join(folder, "run/again/pid")));
    const check = spawn("nsenter", ["--net=/run/netns/tryns-again", "sleep", "60"]);
    const inside = () =>
      spawnSync("ip", ["netns", "pids", "tryns-again"], { encoding: "utf8" }).stdout.split("\n");
    await until("the check is in its network", () => inside().includes(`${check.pid}`));
    await first.stop(0);

    const { code } = await again("exit 3").ended;
    check.kill();
    expect({ code, said: readFileSync(join(folder, "run/again/stderr"), "utf8") }).toEqual({
      code: 3,
      said: "",
    });
  });

  it("refuse what they cannot do", async () => {
    await expect(sh("true", { user: "www-data", droppedCapabilities: [], init: false })).rejects.toThrow(
      'the user must be numbers here, as in "33:33", got "www-data"; capabilities.drop must contain ALL here; ' +
        "initProcessEnabled must be true here",
    );
  });

  it("die with the process that started them; the rest is removed by the next start", async () => {
    const script = `
      const { Namespaces } = require("./local/containers/namespaces.ts");
      const { ContainerNetwork } = require("./local/containers/network.ts");
      const network = new ContainerNetwork({ name: "trykill", subnet: "198.18.72" });
      const runtime = new Namespaces(network, ${JSON.stringify(join(folder, "killed"))});
      runtime.up().then(() => runtime.start(${JSON.stringify(
        described({ image, entryPoint: ["/usr/bin/sleep"], command: ["4711"] }),
      )}, () => 0));`;
    const host = spawn(process.execPath, ["--import", "tsx", "-e", script], { stdio: "inherit" });
    const sleeps = () => spawnSync("pgrep", ["--full", "sleep 4711$"]).status === 0;
    await until("the container runs", sleeps);

    host.kill("SIGKILL");
    await until("the container is gone", () => !sleeps(), 5);
    const left = () => spawnSync("ip", ["netns", "list"], { encoding: "utf8" }).stdout;
    expect(left()).toContain("trykill-c1");
    await new ContainerNetwork({ name: "trykill", subnet: "198.18.72" }).down();
    expect(left()).not.toContain("trykill");
  });

  it("may end and be removed while their network is removed", async () => {
    const namespaces = Array.from({ length: 30 }, (_, number) => `trygone-${number}`);
    for (const name of namespaces) spawnSync("ip", ["netns", "add", name]);
    // From the last one, so that the two meet.
    const script = `for name in ${namespaces.reverse().join(" ")}; do ip netns delete $name 2>/dev/null; done; true`;
    const removed = once(spawn("sh", ["-c", script], { stdio: "inherit" }), "close");
    await new ContainerNetwork({ name: "trygone", subnet: "198.18.73" }).down();
    await removed;
    expect(spawnSync("ip", ["netns", "list"], { encoding: "utf8" }).stdout).not.toContain("trygone");
  });
});
