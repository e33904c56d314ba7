import type { RegisterTaskDefinitionCommandInput } from "@aws-sdk/client-ecs";
import type { Environment } from "../../../config/environment";
import type { Image, Workload } from "../../../facts/names";
import { namesOf } from "../../../facts/names";

/** What `cdktf deploy` registers for a workload. */
export function registration(
  environment: Environment,
  workload: Workload,
  tag: string,
  settings: string,
): RegisterTaskDefinitionCommandInput {
  const { accountId, region } = environment;
  const names = namesOf(environment);
  const container = (name: string, image: Image, memory: number) => ({
    name,
    image: `${accountId}.dkr.ecr.${region}.amazonaws.com/${names.repository(image).name}:${tag}`,
    memory,
    essential: true,
    ...(image === "nginx" ? { portMappings: [{ containerPort: 8080, hostPort: 0 }] } : {}),
    ...(image === "app"
      ? {
          environmentFiles: [
            { type: "s3" as const, value: `${names.settingsBucket.arn}/env/${settings}.env` },
          ],
          secrets: [
            { name: "APP_KEY", valueFrom: names.secret("APP_KEY").arn },
            { name: "DB_PASSWORD", valueFrom: names.databasePassword.arn },
          ],
        }
      : {}),
    logConfiguration: {
      logDriver: "awslogs" as const,
      options: {
        "awslogs-group": names.logGroup(name),
        "awslogs-region": region,
        "awslogs-stream-prefix": "ecs",
      },
    },
  });
  const web = [container("nginx", "nginx", 64), container("app", "app", 384)];
  const sidecar = environment.worker.runs === "sidecar" ? [container("worker", "app", 160)] : [];
  return {
    family: names.taskFamily(workload).name,
    networkMode: "bridge",
    requiresCompatibilities: ["EC2"],
    runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "X86_64" },
    executionRoleArn: names.executionRole.arn,
    taskRoleArn: names.taskRole.arn,
    containerDefinitions:
      workload === "web"
        ? [...web, ...sidecar]
        : [container(workload, "app", workload === "migrate" ? 256 : 160)],
    tags: [{ key: "managed-by", value: "cdktf" }],
  };
}
