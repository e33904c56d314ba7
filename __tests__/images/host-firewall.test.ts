import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { hostUserData } from "../../constructs/hosts/host-user-data";
import { FirstBoot } from "../../local/hosts/first-boot";
import { until } from "./sandbox/container";
import { describeImages } from "./sandbox/requirements";

const NAME = "fwtest";
const SCRIPT = join(__dirname, "sandbox/host-network.sh");
const UNIT = "etc/systemd/system/confine-containers.service";

/** Listens at addresses in turn, each as address and port, and answers every connection. */
const SERVER = `for (const [address, port] of JSON.parse(process.argv[1]))
  require("node:http").createServer((_, response) => response.end("here")).listen(port, address);`;

type Place = "host" | "box" | "vpc";
const inside = (place: Place) => ["netns", "exec", `${NAME}-${place}`];

describeImages("The firewall of a host", () => {
  const servers: ChildProcess[] = [];
  const boot = new FirstBoot(hostUserData({ clusterName: "shop", reservedMemoryMiB: 128 }));

  const serve = (place: Place, ...addresses: [string, number][]) =>
    servers.push(
      spawn("ip", [...inside(place), process.execPath, "-e", SERVER, JSON.stringify(addresses)], {
        stdio: "ignore",
      }),
    );
  const reaches = (place: Place, url: string) =>
    spawnSync("ip", [...inside(place), "curl", "--silent", "--max-time", "2", url]).stdout.toString() ===
    "here";

  /** What a container may reach, and what it may not. */
  const reached = () => ({
    credentials: reaches("box", "http://169.254.170.2"),
    server: reaches("box", "http://198.18.78.2:443"),
    metadata: reaches("box", "http://169.254.169.254"),
    introspection: reaches("box", "http://172.31.71.1:51678"),
    introspectionByVpcAddress: reaches("box", "http://198.18.78.1:51678"),
    otherPort: reaches("box", "http://172.31.71.1:2222"),
    itself: reaches("host", "http://172.31.71.2:8080"),
    hostToMetadata: reaches("host", "http://169.254.169.254"),
    hostToIntrospection: reaches("host", "http://127.0.0.1:51678"),
  });

  /** As systemd does when Docker starts: each command of the unit must succeed. */
  const startUnit = () => {
    for (const [, command = ""] of boot.read(UNIT).matchAll(/^ExecStart=(.*)$/gm)) {
      execFileSync("ip", [...inside("host"), "sh", "-c", command], { stdio: "ignore" });
    }
  };

  beforeAll(async () => {
    execFileSync(SCRIPT, ["up", NAME]);
    serve("host", ["0.0.0.0", 51678], ["127.0.0.1", 51679], ["0.0.0.0", 2222]);
    serve("box", ["0.0.0.0", 8080]);
    serve("vpc", ["169.254.169.254", 80], ["198.18.78.2", 443]);
    await boot.run();
  });

  afterAll(() => {
    for (const server of servers) server.kill("SIGKILL");
    boot.remove();
    execFileSync(SCRIPT, ["down", NAME]);
  });

  it("leaves containers their credentials and their way out, and nothing of the host", async () => {
    await until("the host answers everywhere", () => Object.values(reached()).every(Boolean));

    startUnit();

    expect(reached()).toEqual({
      credentials: true,
      server: true,
      metadata: false,
      introspection: false,
      introspectionByVpcAddress: false,
      otherPort: false,
      itself: true,
      hostToMetadata: true,
      hostToIntrospection: true,
    });
  }, 60_000);

  it("is the same after Docker has started again, which starts the unit again", () => {
    const rules = () => execFileSync("ip", [...inside("host"), "iptables", "--list-rules"]).toString();
    const before = rules();

    startUnit();

    expect(rules()).toBe(before);
    expect(before.match(/-i docker\+/g)).toHaveLength(2);
    expect(boot.read(UNIT)).toMatch(/^PartOf=docker\.service$/m);
    expect(boot.read(UNIT)).toMatch(/^WantedBy=docker\.service$/m);
  });
});
