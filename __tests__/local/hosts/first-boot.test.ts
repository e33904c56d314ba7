import { spawnSync } from "node:child_process";
import { hostUserData } from "../../../constructs/hosts/host-user-data";
import { FirstBoot, missingForFirstBoot } from "../../../local/hosts/first-boot";
import { missingOf, registerWith } from "../../helpers/tools";

const USER_DATA = hostUserData({ clusterName: "shop-test", reservedMemoryMiB: 128 });

const boots: FirstBoot[] = [];
const bootOf = (userData: string) => {
  const boot = new FirstBoot(userData);
  boots.push(boot);
  return boot;
};

afterAll(() => boots.forEach((boot) => boot.remove()));

registerWith(describe, missingForFirstBoot(), "run it on Linux", "the first boot of a host", () => {
  it("configures the cluster and the settings of the agent", async () => {
    const boot = bootOf(USER_DATA);
    await boot.run();

    expect(boot.agentSettings).toMatchObject({ ECS_CLUSTER: "shop-test", ECS_RESERVED_MEMORY: "128" });
  });

  it("starts the unit that it wrote", async () => {
    const boot = bootOf(USER_DATA);
    await boot.run();

    expect(boot.calls).toEqual([
      "systemctl daemon-reload",
      "systemctl enable --now --no-block confine-containers.service",
    ]);
    expect(boot.read("etc/systemd/system/confine-containers.service")).toContain("WantedBy=docker.service");
  });

  it("writes the same files when it runs again, as on a host from an image of this one", async () => {
    const boot = bootOf(USER_DATA);
    await boot.run();
    const first = boot.read("etc/ecs/ecs.config");
    await boot.run();

    expect(first.split("\n").length).toBeGreaterThan(5);
    expect(boot.read("etc/ecs/ecs.config")).toBe(first);
  });

  it("fails if a command of the script fails", async () => {
    await expect(bootOf("#!/bin/bash\nset -e\nfalse\n").run()).rejects.toThrow("exit 1");
  });

  it("has no variable of the shell that started it", async () => {
    await expect(bootOf("#!/bin/bash\nset -u\n: $HOME\n").run()).rejects.toThrow("HOME: unbound variable");
  });

  it("does not write to this machine", async () => {
    await expect(bootOf("#!/bin/bash\nset -e\necho >/usr/bin/env\n").run()).rejects.toThrow(
      "Read-only file system",
    );
  });
});

registerWith(describe, missingOf(["shellcheck"]), "install shellcheck", "the user data", () => {
  const shellcheck = (script: string) => spawnSync("shellcheck", ["-"], { input: script, encoding: "utf8" });

  it("passes shellcheck, which finds a mistake", () => {
    expect(shellcheck(USER_DATA)).toMatchObject({ status: 0, stdout: "" });
    expect(shellcheck(`${USER_DATA}\nrm -rf $1/*\n`)).toMatchObject({ status: 1 });
  });
});
