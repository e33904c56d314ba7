import { containersOf } from "../containers";
import type { Policy } from "../policy";
import { found, list, number, unless } from "../values";

export const oneScheduler: Policy = {
  name: "one-scheduler",
  reason: "Every scheduled command runs twice, and some of them must not.",
  source: 'Laravel: "Task Scheduling"; AWS: "DeploymentConfiguration", Amazon ECS API Reference',
  types: ["aws_ecs_service"],
  check: ({ body }, stack) => {
    const task = stack.find("aws_ecs_task_definition", body.task_definition);
    const schedules = (task ? containersOf(task, stack) : []).some(
      ({ command }) => list(command)[0] === "scheduler",
    );
    if (!schedules) return [];
    return [
      ...unless(
        number(body.desired_count) === 1,
        found("count", "desired_count of the scheduler is not 1: set it to 1"),
      ),
      ...unless(
        (number(body.deployment_maximum_percent) ?? 200) <= 100,
        found(
          "overlap",
          "deployment_maximum_percent is above 100, so a new scheduler runs beside the old one: replace it one at a time",
        ),
      ),
    ];
  },
};
