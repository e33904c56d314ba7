import {
  CreateRuleCommand,
  DeleteRuleCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Operation } from "../cli/operation";
import { Refusal } from "../cli/refusal";
import { notLaunched } from "../cli/not-launched";
import { maintenanceOf, servingListener } from "./listener";
import type { Maintenance, ServingListener } from "./listener";
import { answerRule, beginningOf, isPassRule, passRule } from "./rules";
import type { RuleParts, SwitchedBy } from "./rules";

/**
 * Lets the load balancer answer every request with 503, for all tasks at once. The health checks of the targets do not pass through
 * its rules, so no task is replaced.
 *
 * @param secret requests with it pass; the earlier one stays valid without it
 * @returns the maintenance, and the one that was on before
 */
export async function switchOn(
  operation: Operation,
  by: SwitchedBy,
  secret?: string,
): Promise<{ maintenance: Maintenance; before: Maintenance | undefined }> {
  const listener = await requireListener(operation);
  const before = maintenanceOf(listener);
  if (secret !== undefined) {
    await remove(operation, listener, isPassRule);
    await create(operation, listener, passRule(secret, listener.forward));
  }
  const beginning = before ?? { since: new Date(), by };
  if (!before) await create(operation, listener, answerRule(beginning));
  const passes = secret !== undefined || listener.rules.some(isPassRule);
  return { maintenance: { ...beginning, secret: passes }, before };
}

/** Lets requests pass again. @returns the maintenance that ended; undefined when there was none */
export async function switchOff(operation: Operation): Promise<Maintenance | undefined> {
  const listener = await requireListener(operation);
  await remove(operation, listener, (rule) => beginningOf(rule) !== undefined);
  await remove(operation, listener, isPassRule);
  return maintenanceOf(listener);
}

async function requireListener(operation: Operation): Promise<ServingListener> {
  const listener = await servingListener(operation);
  if (!listener) throw notLaunched(operation);
  return listener;
}

async function create(operation: Operation, listener: ServingListener, parts: RuleParts): Promise<void> {
  await operation
    .client(ElasticLoadBalancingV2Client)
    .send(new CreateRuleCommand({ ListenerArn: listener.arn, ...parts }))
    .catch((error: unknown) => {
      if (!(error as Error).name.startsWith("PriorityInUse")) throw error;
      throw new Refusal(
        `The listener ${listener.arn} has another rule with the priority ${parts.Priority}, which maintenance needs.\n` +
          "Fix: Give that rule a higher number, then run this command again.",
      );
    });
}

async function remove(
  operation: Operation,
  { rules }: ServingListener,
  which: (rule: ServingListener["rules"][number]) => boolean,
): Promise<void> {
  for (const { RuleArn } of rules.filter(which)) {
    await operation.client(ElasticLoadBalancingV2Client).send(new DeleteRuleCommand({ RuleArn }));
  }
}
