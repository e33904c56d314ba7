import { spawnSync } from "node:child_process";

export type RuntimeKind = "namespaces" | "simulated";

/** The programs of run-container.sh and network.sh, and the one that makes certificates. */
const TOOLS = ["ip", "nsenter", "openssl", "setpriv", "tini-static", "unshare"];
/** The programs that build images where no Docker engine does. */
const BUILDERS = ["buildah", "debootstrap"];

const succeeds = (command: string, ...args: string[]) =>
  spawnSync(command, args, { stdio: "ignore", env: process.env }).status === 0;
const missingOf = (tools: readonly string[]) => tools.filter((tool) => !succeeds("which", tool));

/** Whether Docker builds images here: an engine answers, and the plugin buildx runs BuildKit, which the Dockerfiles need. */
export const hasDocker = succeeds("docker", "buildx", "version") && succeeds("docker", "info");

/** What this machine lacks to run containers in namespaces. */
export function missingForNamespaces(): string[] {
  if (process.platform !== "linux") return ["Linux"];
  if (process.getuid?.() !== 0) return ["root"];
  const missing = missingOf(TOOLS);
  if (missing.length > 0) return missing;
  return succeeds("unshare", "--mount", "--net", "--pid", "true")
    ? []
    : ["the permission to create namespaces"];
}

/** How this machine runs containers, and what it lacks to build images and run them. */
export function possibleRuntime(): { readonly kind: RuntimeKind; readonly missing: readonly string[] } {
  const missing = [...missingForNamespaces(), ...(hasDocker ? [] : missingOf(BUILDERS))];
  return { kind: missing.length === 0 ? "namespaces" : "simulated", missing };
}
