import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { insiderClients } from "../account";
import { pull } from "../images/pull";
import { Host } from "./host";
import { type ProcessOptions, runtimeOf } from "./process";
import { simulatedPull } from "./simulated-pull";

const log = (line: string) => process.stdout.write(`${new Date().toISOString()} ${line}\n`);

/** `main.ts <instance id>`: one host. All its containers end with this process, even after SIGKILL. */
async function main(instanceId: string, options: ProcessOptions): Promise<void> {
  const { endpoint, region, kind, folder, namesFile } = options;
  const host = await Host.boot({
    ...options,
    instanceId,
    clients: insiderClients(endpoint, region),
    runtime: runtimeOf(options, instanceId),
    hosts: () =>
      existsSync(namesFile) ? (JSON.parse(readFileSync(namesFile, "utf8")) as Record<string, string>) : {},
    pull:
      kind === "simulated"
        ? simulatedPull
        : (reference, clients) => pull(reference, clients, join(folder, "images")),
    log,
  });
  process.on("SIGTERM", () => {
    void host.stop().then(() => process.exit());
  });
  // It ends with the process that started it.
  process.stdin.on("end", () => void host.stop().then(() => process.exit())).resume();
}

main(process.argv[2] ?? "", JSON.parse(process.env.HOST ?? "{}") as ProcessOptions).catch((error: Error) => {
  log(`this host does not join: ${error.message}`);
  // The instance runs without an agent, as on AWS, until it is terminated.
  process.on("SIGTERM", () => process.exit());
  process.stdin.on("end", () => process.exit()).resume();
});
