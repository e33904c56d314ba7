import type { ContainerDescription } from "../../local/containers/runtime";

/** A container as the task definitions describe it: confined, and with nothing of its own. */
export const described = (overrides: Partial<ContainerDescription> = {}): ContainerDescription => ({
  image: { reference: "shop/app:1", rootfs: "/nowhere", config: {}, digest: "sha256:1" },
  environment: {},
  hosts: {},
  files: {},
  user: "33:33",
  readonlyRoot: true,
  tmpfs: [],
  droppedCapabilities: ["ALL"],
  noNewPrivileges: true,
  init: true,
  memoryMiB: 64,
  ports: [],
  ...overrides,
});
