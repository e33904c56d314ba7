import { all, containers } from "../../helpers/stacks";
import type { Assertions } from "./production";
import { service } from "./production";

/** Containers, their tasks and services. */
export const CONTAINERS: Assertions = {
  "No container is privileged or shares the host's processes or network": () => {
    for (const container of containers(service)) expect(container).not.toHaveProperty("privileged");
    for (const task of all(service, "aws_ecs_task_definition")) {
      expect(task).not.toHaveProperty("pid_mode");
      expect(task.network_mode).toBe("bridge");
    }
  },

  "Containers have a non-root user, a memory limit, and a log": () => {
    for (const container of containers(service)) {
      expect(container.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
      expect(container.memory).toBeGreaterThanOrEqual(4);
      expect(container.logConfiguration).toMatchObject({ logDriver: "awslogs" });
    }
  },

  "A read-only root file system": () => {
    for (const container of containers(service)) expect(container.readonlyRootFilesystem).toBe(true);
  },

  "Task role and execution role are different": () => {
    for (const { task_role_arn, execution_role_arn } of all(service, "aws_ecs_task_definition")) {
      expect(task_role_arn).not.toBe(execution_role_arn);
    }
  },

  "Containers get secrets by ARN, and none as a plain variable": () => {
    const plain = containers(service).flatMap(({ environment = [] }) => environment as { name: string }[]);
    expect(plain.map(({ name }) => name)).toEqual([
      "HEALTH_CHECK_PATH",
      "REAL_IP_FROM",
      "SERVER_NAMES",
      "MAXIMUM_UPLOAD_MIB",
      "REQUEST_SECONDS",
      "MAXIMUM_UPLOAD_MIB",
      "REQUEST_SECONDS",
      "RUN_AT_LEAST_SECONDS",
    ]);
    expect(containers(service, "migrate")[0]?.secrets).toHaveLength(2);
  },

  "Services have no public address and roll back automatically": () => {
    for (const each of all(service, "aws_ecs_service")) {
      expect(each).not.toHaveProperty("network_configuration");
      expect(each).toMatchObject({ deployment_circuit_breaker: { enable: true, rollback: true } });
    }
  },
};
