import { WORKLOADS } from "../../../facts/names";
import type { Policy, Request } from "../../helpers/iam";
import { allows } from "../../helpers/iam";
import type { Place } from "../aws-call";
import { TASK_ID } from "../aws-call";

/** What a principal reaches through a container, and not with its own permissions. */
export interface Routes {
  /** Runs a command of its choice in a container with the application's role and secrets. */
  readonly runs: boolean;

  /** Describes such a container itself. IAM has no condition for the folders of the host that it mounts. */
  readonly mounts: boolean;

  /** Receives the tasks of a host, with their credentials and secrets (what the ECS agent asks for). */
  readonly hosts: boolean;
}

export async function routesOf(policy: Policy, place: Place): Promise<Routes> {
  const { names, arn } = place;
  const all = async (...requests: Request[]) =>
    (await Promise.all(requests.map((request) => allows(policy, request)))).every(Boolean);
  const inCluster = { "ecs:cluster": names.cluster.arn };
  const revision = names.taskFamily("scheduler").arn.replace("*", "7");
  const passes = [names.taskRole, names.executionRole].map((role) => ({
    action: "iam:PassRole",
    resource: role.arn,
    context: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
  }));

  const starts = WORKLOADS.map((workload) =>
    all({
      action: "ecs:RunTask",
      resource: names.taskFamily(workload).arn.replace("*", "7"),
      context: { ...inCluster, "ecs:capacity-provider": [names.capacityProvider.arn] },
    }),
  );
  const runs = (await Promise.all(starts)).some(Boolean) && (await all(...passes));
  const registers = await all({
    action: "ecs:RegisterTaskDefinition",
    resource: revision,
    context: { "ecs:privileged": "false", "ecs:compute-compatibility": ["EC2"] },
  });
  const hosts = await all(
    { action: "ecs:RegisterContainerInstance", resource: names.cluster.arn },
    {
      action: "ecs:Poll",
      resource: arn("ecs", `container-instance/${names.cluster.name}/${TASK_ID}`),
      context: inCluster,
    },
  );
  return { runs, mounts: runs && registers, hosts };
}
