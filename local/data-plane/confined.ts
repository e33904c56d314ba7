import type { ContainerDescription } from "../containers/runtime";

/** How the servers run that the data plane starts: they write to their volumes and /tmp only, and gain no privileges. */
export const CONFINED = {
  hosts: {},
  readonlyRoot: true,
  tmpfs: [{ path: "/tmp", options: ["mode=1777"] }],
  droppedCapabilities: ["ALL"],
  noNewPrivileges: true,
  init: true,
} satisfies Partial<ContainerDescription>;
