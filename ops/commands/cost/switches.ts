import { isDeepStrictEqual } from "node:util";
import { capacityChecks } from "../../../config/checks/capacity";
import { problemsIn } from "../../../config/messages/problem";
import type { Environment } from "../../../config/environment";
import { architectureOf, INSTANCE_TYPES } from "../../../facts/instance-types";
import { monthlyCost } from "./monthly-cost";

/** The effect of one change of an environment on its monthly cost. */
export interface Switch {
  /** The changed field, e.g. `database.multiAz: true`. */
  readonly change: string;

  /** In USD, negative when it saves; absent when the price of something that changes is missing. */
  readonly difference?: number;
}

/** The corresponding family with the other processor architecture. */
const OTHER_PROCESSOR: Readonly<Record<string, string>> = {
  t3: "t4g",
  t3a: "t4g",
  t4g: "t3",
  c5: "c6g",
  c6i: "c6g",
  c6g: "c6i",
  m5: "m6g",
  m5a: "m6g",
  m6i: "m6g",
  m6g: "m6i",
  r5: "r6g",
  r6i: "r6g",
  r6g: "r6i",
};

type Variant = readonly [change: string, environment: Environment];

/** The effect of each switch alone. */
export function switchesOf(environment: Environment): Switch[] {
  const now = monthlyCost(environment);
  return variantsOf(environment).map(([change, variant]) => {
    const { host, environment: roomy } = withRoom(variant);
    const then = monthlyCost(roomy);
    return {
      change: host === undefined ? change : `${change} (needs hosts.instanceType: "${host}")`,
      ...(isDeepStrictEqual(now.unpriced, then.unpriced)
        ? { difference: Math.round((then.total - now.total) * 100) / 100 }
        : {}),
    };
  });
}

/** An environment with another value of one field. */
const changed = <Section extends keyof Environment, Field extends keyof Environment[Section] & string>(
  environment: Environment,
  section: Section,
  field: Field,
  value: Environment[Section][Field],
): Variant => [
  `${section}.${field}: ${JSON.stringify(value)}`,
  { ...environment, [section]: { ...(environment[section] as object), [field]: value } },
];

function variantsOf(environment: Environment): Variant[] {
  const { hosts, database, loadBalancer, alarms, web, worker, scheduler } = environment;
  const other = otherProcessor(hosts.instanceType);
  const variants = [
    changed(environment, "hosts", "purchase", hosts.purchase === "spot" ? "on-demand" : "spot"),
    other === undefined ? undefined : changed(environment, "hosts", "instanceType", other),
    [`running: ${!environment.running}`, { ...environment, running: !environment.running }] as const,
    changed(environment, "hosts", "minimum", hosts.minimum + 1),
    changed(environment, "database", "multiAz", !database.multiAz),
    changed(environment, "loadBalancer", "accessLogs", !loadBalancer.accessLogs),
    privateSubnets(environment),
    changed(environment, "alarms", "enabled", !alarms.enabled),
    changed(environment, "web", "desiredCount", web.desiredCount + 1),
    ...(["sidecar", "service", "none"] as const)
      .filter((runs) => runs !== worker.runs)
      .map((runs) => changed(environment, "worker", "runs", runs)),
    ...(["service", "eventbridge", "none"] as const)
      .filter((runs) => runs !== scheduler.runs)
      .map((runs) => changed(environment, "scheduler", "runs", runs)),
  ];
  return variants.filter((variant) => variant !== undefined);
}

/** Hosts in private subnets, or the other number of NAT gateways. */
function privateSubnets(environment: Environment): Variant | undefined {
  const { network } = environment;
  if (network.kind === "existing") return undefined;
  const { ranges, nat, hosts } = network.privateSubnets ?? {
    ranges: network.publicSubnets,
    nat: "none",
    hosts: true,
  };
  const other = nat === "one" ? "one-per-zone" : "one";
  return [
    nat === "none" ? "network.privateSubnets" : `network.privateSubnets.nat: "${other}"`,
    { ...environment, network: { ...network, privateSubnets: { ranges, nat: other, hosts } } },
  ];
}

function otherProcessor(instanceType: string): string | undefined {
  const [family = "", size = ""] = instanceType.split(".");
  const name = `${OTHER_PROCESSOR[family]}.${size}`;
  return INSTANCE_TYPES.some((type) => type.name === name) ? name : undefined;
}

/** The environment with the smallest instance type of its family that has room for its tasks. */
function withRoom(environment: Environment): { environment: Environment; host?: string } {
  const fits = (candidate: Environment) =>
    capacityChecks.every((check) => problemsIn(check(candidate)).length === 0);
  if (fits(environment)) return { environment };

  const { hosts } = environment;
  const [family = ""] = hosts.instanceType.split(".");
  const larger = INSTANCE_TYPES.filter(
    ({ name, architecture }) =>
      name.startsWith(`${family}.`) && architecture === architectureOf(hosts.instanceType),
  )
    .map(({ name }) => ({ ...environment, hosts: { ...hosts, instanceType: name } }))
    .find(fits);
  return larger ? { environment: larger, host: larger.hosts.instanceType } : { environment };
}
