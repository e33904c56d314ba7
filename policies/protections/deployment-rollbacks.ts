import type { Policy } from "../policy";
import { blocks, isTrue, unless } from "../values";

export const deploymentRollbacks: Policy = {
  name: "deployment-rollbacks",
  reason: "ECS goes on starting a release that cannot start, for ever.",
  source: 'AWS: "How the Amazon ECS deployment circuit breaker detects failures", Amazon ECS Developer Guide',
  types: ["aws_ecs_service"],
  check: ({ body }) =>
    unless(
      blocks(body.deployment_circuit_breaker).some(
        ({ enable, rollback }) => isTrue(enable) && isTrue(rollback),
      ),
      "deployment_circuit_breaker does not enable both the breaker and the rollback: enable them",
    ),
};
