import type { Volume } from "@aws-sdk/client-ecs";
import { SOCKET_VOLUME } from "../../../constructs/containers/task-volume";
import { describeContainer, refusalsOf } from "../../../local/hosts/definition";

const docker = SOCKET_VOLUME.dockerVolumeConfiguration as Volume["dockerVolumeConfiguration"];
const refused = (volume: Partial<Volume>) =>
  refusalsOf({ volumes: [{ name: "shared", ...volume }], containerDefinitions: [] });

describe("the volumes of a task", () => {
  it("can be in memory, for as long as their task lives", () => {
    expect(refused({ dockerVolumeConfiguration: docker, host: {} })).toEqual([]);
  });

  it.each<[string, Partial<Volume>]>([
    ["of the host", { host: { sourcePath: "/" } }],
    ["of EFS", { efsVolumeConfiguration: { fileSystemId: "fs-1" } }],
    ["that outlive their task", { dockerVolumeConfiguration: { ...docker, scope: "shared" } }],
    ["on disk", { dockerVolumeConfiguration: { ...docker, driverOpts: {} } }],
  ])("are refused: %s", (_, volume) => {
    expect(refused(volume)).toEqual(["the volume shared"]);
  });

  it("are mounted by name, and never read-only", () => {
    const mountPoints = [{ sourceVolume: "shared", containerPath: "/run/shared" }];
    const around = {
      image: { reference: "app", rootfs: "", config: {}, digest: "" },
      ...{ environment: {}, hosts: {}, files: {}, volumes: { shared: "/tmp/shared" } },
    };

    expect(describeContainer({ name: "app", memory: 64, mountPoints }, undefined, around).volumes).toEqual({
      "/run/shared": "/tmp/shared",
    });
    const readOnly = mountPoints.map((each) => ({ ...each, readOnly: true }));
    expect(refusalsOf({ containerDefinitions: [{ name: "app", mountPoints: readOnly }] })).toEqual([
      "a read-only mount of app",
    ]);
  });
});
