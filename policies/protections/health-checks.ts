import { containersOf, nameOf, titleOf } from "../containers";
import type { Block, Finding, Policy } from "../policy";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, found, isTrue, number, text, unless } from "../values";

type Check = (block: Block, stack: SynthesizedStack) => Finding[];

const CHECKS: Readonly<Record<string, Check>> = {
  aws_ecs_service: ({ body }, stack) => {
    const task = stack.find("aws_ecs_task_definition", body.task_definition);
    return [
      ...(task ? containersOf(task, stack) : []).flatMap((container) =>
        unless(
          blocks(container.healthCheck).length > 0,
          found(
            "no-container-check",
            `${titleOf(container)} has no healthCheck, so one that hangs counts as a success: add one`,
            nameOf(container),
          ),
        ),
      ),
      ...unless(
        blocks(body.load_balancer).length === 0 || (number(body.health_check_grace_period_seconds) ?? 0) > 0,
        found(
          "grace-period",
          "health_check_grace_period_seconds is not set, so tasks are killed while they start: set it",
        ),
      ),
    ];
  },
  aws_ecs_task_definition: (block, stack) =>
    containersOf(block, stack)
      .filter(({ essential }) => essential === false)
      .flatMap((container) =>
        unless(
          blocks(container.restartPolicy).some(({ enabled }) => enabled === true),
          found(
            "no-restart",
            `${titleOf(container)} is not essential and has no restartPolicy, so its end is its last: add one`,
            nameOf(container),
          ),
        ),
      ),
  aws_lb_target_group: ({ body }) =>
    [blocks(body.health_check)[0] ?? {}].flatMap(({ enabled, matcher, path }) => [
      ...unless(
        enabled === undefined || isTrue(enabled),
        found("disabled", "health_check is not enabled: enable it"),
      ),
      ...unless(
        text(path) !== undefined,
        found("path", "health_check.path is missing, so that / is asked, which needs no database: write /up"),
      ),
      ...unless(
        /^[23]\d\d([,-][23]\d\d)*$/.test(text(matcher) ?? "200"),
        found("matcher", `health_check.matcher is ${String(matcher)}, so errors count as health: write 200`),
      ),
    ]),
};

export const healthChecks: Policy = {
  name: "health-checks",
  reason:
    "What does no work any more is neither noticed nor replaced, and a release that does none is a success.",
  source:
    'AWS: "Determine Amazon ECS task health using container health checks", Amazon ECS Developer Guide; "Target group health checks", Application Load Balancers guide',
  types: Object.keys(CHECKS),
  check: (block, stack) => CHECKS[block.type]?.(block, stack) ?? [],
};
