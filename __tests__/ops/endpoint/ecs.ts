import type {
  DescribeServiceDeploymentsRequest,
  DescribeServiceRevisionsRequest,
  DescribeServicesRequest,
  DescribeTaskDefinitionRequest,
  DescribeTasksRequest,
  ListServiceDeploymentsRequest,
  ListTaskDefinitionsRequest,
  ListTasksRequest,
  RegisterTaskDefinitionRequest,
  RunTaskRequest,
  StopServiceDeploymentRequest,
  StopTaskRequest,
  UpdateServiceRequest,
} from "@aws-sdk/client-ecs";
import type { Answers } from "./endpoint";
import { AwsError } from "./protocols";
import type { World } from "./world";

const idOf = (arn: string) => arn.split("/").at(-1) ?? "";

/** Amazon ECS, as far as the commands ask it (Amazon ECS API Reference). */
export function ecs(world: World): Answers {
  const deployments = () => [...world.services.values()].flatMap((service) => service.deployments);
  const deployment = (arn: string) => {
    const found = deployments().find((each) => each.arn === arn);
    if (!found) throw new AwsError("ServiceDeploymentNotFoundException");
    return found;
  };
  const runningTasks = () =>
    [...world.services.values()].reduce((sum, { primary }) => sum + primary.running, 0);

  return {
    DescribeTaskDefinition({ taskDefinition = "" }: DescribeTaskDefinitionRequest) {
      const { definition, tags } = world.revision(taskDefinition);
      return { taskDefinition: definition, tags };
    },

    ListTaskDefinitions({ familyPrefix = "", status = "ACTIVE", sort }: ListTaskDefinitionsRequest) {
      const arns = (world.families.get(familyPrefix) ?? []).flatMap(({ definition }) =>
        definition.status === status ? [definition.taskDefinitionArn] : [],
      );
      return { taskDefinitionArns: sort === "DESC" ? arns.reverse() : arns };
    },

    RegisterTaskDefinition({ tags = [], ...definition }: RegisterTaskDefinitionRequest) {
      return { taskDefinition: world.register(definition, tags), tags };
    },

    DeregisterTaskDefinition({ taskDefinition = "" }: { taskDefinition?: string }) {
      const { definition } = world.revision(taskDefinition);
      definition.status = "INACTIVE";
      return { taskDefinition: definition };
    },

    DescribeServices({ services = [] }: DescribeServicesRequest) {
      const known = services.flatMap((name) => world.services.get(idOf(name)) ?? []);
      return {
        services: known.map((service) => service.look()),
        failures: services
          .filter((name) => !world.services.has(idOf(name)))
          .map((name) => ({ arn: world.arn(`service/${world.cluster}/${name}`), reason: "MISSING" })),
      };
    },

    UpdateService({ service = "", taskDefinition }: UpdateServiceRequest) {
      const updated = world.service(idOf(service));
      if (taskDefinition) {
        const { definition } = world.revision(taskDefinition);
        if (definition.status !== "ACTIVE") {
          throw new AwsError("ClientException", "TaskDefinition is inactive");
        }
        updated.deploy(definition.taskDefinitionArn ?? "");
      }
      const { primary } = updated;
      return {
        service: {
          serviceName: updated.name,
          serviceArn: updated.arn,
          taskDefinition: updated.taskDefinition,
          deployments: [primary.shown],
        },
      };
    },

    ListServiceDeployments({ service = "", status = [] }: ListServiceDeploymentsRequest) {
      return {
        serviceDeployments: world
          .service(idOf(service))
          .deployments.filter(
            (each) => each.isListed && (status.length === 0 || status.includes(each.status)),
          )
          .reverse()
          .map(({ arn, status: state, createdAt, revisionArn }) => ({
            serviceDeploymentArn: arn,
            status: state,
            createdAt,
            targetServiceRevisionArn: revisionArn,
          })),
      };
    },

    DescribeServiceDeployments({ serviceDeploymentArns = [] }: DescribeServiceDeploymentsRequest) {
      return {
        serviceDeployments: serviceDeploymentArns.map((arn) => deployment(arn).described),
        failures: [],
      };
    },

    DescribeServiceRevisions({ serviceRevisionArns = [] }: DescribeServiceRevisionsRequest) {
      return {
        serviceRevisions: deployments()
          .filter(({ revisionArn }) => serviceRevisionArns.includes(revisionArn))
          .map(({ revisionArn, taskDefinition }) => ({ serviceRevisionArn: revisionArn, taskDefinition })),
      };
    },

    StopServiceDeployment({ serviceDeploymentArn = "" }: StopServiceDeploymentRequest) {
      const stopped = deployment(serviceDeploymentArn);
      if (!stopped.isUnderWay) throw new AwsError("ConflictException", "The deployment is not in progress.");
      if (!stopped.service.lastSuccessful(stopped)) {
        throw new AwsError("InvalidParameterException", "There is no service revision to roll back to.");
      }
      stopped.status = "ROLLBACK_REQUESTED";
      return { serviceDeploymentArn };
    },

    RunTask({ taskDefinition = "", startedBy = "", overrides }: RunTaskRequest) {
      const reason = world.placementFailures.shift();
      if (reason) return { tasks: [], failures: [{ arn: world.arn("container-instance/7f3a"), reason }] };
      const environment = overrides?.containerOverrides?.[0]?.environment;
      return { tasks: [world.startTask(taskDefinition, startedBy, environment)], failures: [] };
    },

    ListTasks({ serviceName, family, desiredStatus = "RUNNING" }: ListTasksRequest) {
      const group = serviceName ? `service:${serviceName}` : family && `family:${family}`;
      const found = [...world.tasks.values()].filter(
        (task) => (group === undefined || task.group === group) && task.desiredStatus === desiredStatus,
      );
      return { taskArns: found.map(({ taskArn }) => taskArn) };
    },

    DescribeTasks({ tasks = [] }: DescribeTasksRequest) {
      return { tasks: tasks.flatMap((arn) => world.lookAt(idOf(arn)) ?? []), failures: [] };
    },

    StopTask({ task = "" }: StopTaskRequest) {
      const stopped = world.tasks.get(idOf(task));
      if (stopped) Object.assign(stopped, { lastStatus: "STOPPED", desiredStatus: "STOPPED" });
      return { task: stopped };
    },

    ListContainerInstances: () => ({
      containerInstanceArns: world.hosts.map(({ id }) =>
        world.arn(`container-instance/${world.cluster}/${id}`),
      ),
    }),

    DescribeContainerInstances: () => ({
      containerInstances: world.hosts.map(({ id, registeredMiB, freeMiB }) => ({
        containerInstanceArn: world.arn(`container-instance/${world.cluster}/${id}`),
        ec2InstanceId: `i-${id}`,
        status: "ACTIVE",
        agentConnected: true,
        registeredResources: [{ name: "MEMORY", type: "INTEGER", integerValue: registeredMiB }],
        remainingResources: [{ name: "MEMORY", type: "INTEGER", integerValue: freeMiB }],
        runningTasksCount: runningTasks(),
      })),
    }),
  };
}
