import { spawnSync } from "node:child_process";

export type RuntimeKind = "docker" | "namespaces" | "simulated";

/** The programs of run-container.sh and network.sh. */
const TOOLS = ["ip", "nsenter", "setpriv", "tini-static", "unshare"];

const succeeds = (command: string, ...args: string[]) =>
  spawnSync(command, args, { stdio: "ignore" }).status === 0;

/** What this machine lacks to run containers in namespaces. */
export function missingForNamespaces(): string[] {
  if (process.platform !== "linux") return ["Linux"];
  if (process.getuid?.() !== 0) return ["root"];
  const missing = TOOLS.filter((tool) => !succeeds("which", tool));
  if (missing.length > 0) return missing;
  return succeeds("unshare", "--mount", "--net", "--pid", "true")
    ? []
    : ["the permission to create namespaces"];
}

/** How this machine runs containers, and what it lacks to run them in a better way. */
export function possibleRuntime(): { readonly kind: RuntimeKind; readonly missing: readonly string[] } {
  if (process.platform === "linux" && succeeds("docker", "info")) return { kind: "docker", missing: [] };
  const missing = missingForNamespaces();
  if (missing.length === 0) return { kind: "namespaces", missing: [] };
  return { kind: "simulated", missing: ["a Docker engine on Linux", ...missing] };
}
