import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
  paginateDescribeListeners,
  paginateDescribeRules,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Action, Rule } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Operation } from "../cli/operation";
import { itemsIn } from "../ecs/portions";
import type { Beginning } from "./rules";
import { beginningOf, isPassRule } from "./rules";

/** Whether requests are kept from the application. */
export interface Maintenance extends Beginning {
  /** Whether requests with a secret pass. */
  readonly secret: boolean;
}

/** The listener that passes requests to the application, with its rules. */
export interface ServingListener {
  readonly arn: string;
  readonly forward: Action;
  readonly rules: readonly Rule[];
}

/** The listener that serves the API: the other one, if there is a domain, only redirects to it. Undefined before the first deployment. */
export async function servingListener(operation: Operation): Promise<ServingListener | undefined> {
  const elb = operation.client(ElasticLoadBalancingV2Client);
  const { LoadBalancers: [balancer] = [] } = await elb
    .send(new DescribeLoadBalancersCommand({ Names: [operation.environment.name] }))
    .catch((error: unknown) => {
      if ((error as Error).name.startsWith("LoadBalancerNotFound")) return { LoadBalancers: [] };
      throw error;
    });
  if (!balancer) return undefined;
  const { LoadBalancerArn } = balancer;
  for await (const { Listeners = [] } of paginateDescribeListeners({ client: elb }, { LoadBalancerArn })) {
    for (const { ListenerArn: arn = "", DefaultActions = [] } of Listeners) {
      const forward = DefaultActions.find(({ Type }) => Type === "forward");
      const pages = paginateDescribeRules({ client: elb }, { ListenerArn: arn });
      if (forward) return { arn, forward, rules: await itemsIn(pages, ({ Rules }) => Rules) };
    }
  }
  return undefined;
}

/** The maintenance of a listener; undefined when requests pass. */
export function maintenanceOf({ rules }: Pick<ServingListener, "rules">): Maintenance | undefined {
  const beginning = rules.map(beginningOf).find((each) => each !== undefined);
  return beginning && { ...beginning, secret: rules.some(isPassRule) };
}

/** The maintenance of an environment; undefined when requests pass, or before the first deployment. */
export async function lookAtMaintenance(operation: Operation): Promise<Maintenance | undefined> {
  const listener = await servingListener(operation);
  return listener && maintenanceOf(listener);
}
