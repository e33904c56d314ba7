import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import type { TaskDefinition } from "@aws-sdk/client-ecs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { EnvironmentInput } from "../../../config/schema/schema";
import { startAws, stopAws } from "../../../local/aws";
import { LOCAL } from "../../../local/project";
import { workloadsOf } from "../../../ops/ecs/workloads";
import type { Behaviour } from "../../local/ecs/agent";
import { Agent } from "../../local/ecs/agent";
import { Account } from "./account";
import { prints } from "./behaviours";
import { Bundle } from "./bundle";
import { furnish } from "./furnish";

/** One second of the embedded AWS takes this share of a second. */
const PACE = 0.002;

/** What an instance of type t3.small registers. */
const MEMORY_MIB = 1_881;

/** By workload and tag of the image, e.g. `web 5d6e7f8`. */
export type Script = Record<string, Behaviour>;

/** What a host plays: tasks that the script does not name run until they are stopped, and migrations succeed. */
export const scriptOf =
  (script: Script) =>
  ({ family = "", containerDefinitions = [] }: TaskDefinition): Behaviour => {
    const workload = family.split("-").at(-1);
    const tag = containerDefinitions[0]?.image?.split(":").at(-1);
    const otherwise = workload === "migrate" ? prints("   INFO  Nothing to migrate.") : {};
    return script[`${workload} ${tag}`] ?? otherwise;
  };

/**
 * Production in the embedded AWS, as `cdktf deploy` leaves it: one release, healthy, on one host; and an image that was pushed
 * since. Each stage is a copy of it.
 */
export class Template {
  private constructor(
    public readonly bundle: Bundle,
    public readonly account: Account,
    public readonly host: Agent,
  ) {}

  /** @param changes what is other than in production */
  public static async make(changes: Partial<EnvironmentInput> = {}): Promise<Template> {
    const bundle = await Bundle.make(changes);
    const { environment, folder } = bundle;
    const aws = await startAws({ folder, pythonFolder: LOCAL, forTests: true, pace: PACE });
    const account = new Account(aws.endpoint, environment);
    const instance = await furnish(account);
    const { clients, targetGroup } = account;
    const host = new Agent(clients, environment.name, instance, scriptOf({}), targetGroup);
    await host.register(MEMORY_MIB);

    const served = workloadsOf(environment);
    for (const workload of new Set([...served, "scheduler", "migrate"] as const))
      await account.register(workload);
    await Promise.all(served.map((workload) => account.serve(workload)));
    await host.stop();
    // The embedded AWS reads the model of a service at its first call, and each copy would do so again.
    await new STSClient(clients).send(new GetCallerIdentityCommand({}));
    await new CloudWatchClient(clients).send(new DescribeAlarmsCommand({}));
    return new Template(bundle, account, host);
  }

  /** @returns the endpoint of a new copy, and its process */
  public async copy(): Promise<{ readonly endpoint: string; readonly pid: number }> {
    const answer = await fetch(`${this.account.clients.endpoint}/embedded-aws/copies`, { method: "POST" });
    return (await answer.json()) as Awaited<ReturnType<Template["copy"]>>;
  }

  public async remove(): Promise<void> {
    await stopAws(this.bundle.folder);
    this.bundle.remove();
  }
}
