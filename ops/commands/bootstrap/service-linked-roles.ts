import {
  CreateServiceLinkedRoleCommand,
  GetRoleCommand,
  IAMClient,
  InvalidInputException,
  NoSuchEntityException,
} from "@aws-sdk/client-iam";
import type { Environment } from "../../../config/environment";
import { inShell } from "../../../facts/shell-words";
import type { Operation } from "../../cli/operation";
import { Failure } from "../../cli/outcome";
import { isDenied } from "../../cli/words";

interface ServiceLinkedRole {
  readonly service: string;
  readonly name: string;
}

/** Each name is in the page "Using service-linked roles" of its service's documentation. */
const ALWAYS: readonly ServiceLinkedRole[] = [
  { service: "autoscaling.amazonaws.com", name: "AWSServiceRoleForAutoScaling" },
  { service: "ecs.amazonaws.com", name: "AWSServiceRoleForECS" },
  { service: "elasticloadbalancing.amazonaws.com", name: "AWSServiceRoleForElasticLoadBalancing" },
  { service: "rds.amazonaws.com", name: "AWSServiceRoleForRDS" },
];
const SERVICE_SCALING: ServiceLinkedRole = {
  service: "ecs.application-autoscaling.amazonaws.com",
  name: "AWSServiceRoleForApplicationAutoScaling_ECSService",
};
const CACHE: ServiceLinkedRole = {
  service: "elasticache.amazonaws.com",
  name: "AWSServiceRoleForElastiCache",
};
const SPOT: ServiceLinkedRole = { service: "spot.amazonaws.com", name: "AWSServiceRoleForEC2Spot" };

/** The service-linked roles that an environment needs. */
export function serviceLinkedRolesOf({
  hosts,
  web,
  worker,
  workers,
  cache,
}: Environment): ServiceLinkedRole[] {
  return [
    ...ALWAYS,
    ...([web, worker, ...workers].some(({ scaling }) => scaling) ? [SERVICE_SCALING] : []),
    ...(cache.kind === "valkey" ? [CACHE] : []),
    ...(hosts.purchase === "spot" ? [SPOT] : []),
  ];
}

/**
 * Creates the service-linked roles that the account does not have yet.
 *
 * The console creates them on first use. Through the API the first cluster, load balancer, database or group of a new
 * account can fail without them (hashicorp/terraform-provider-aws#15452, #19977). An account has each role once for all
 * environments, so they are not resources of a stack.
 *
 * @returns the names of the roles created now
 */
export async function ensureServiceLinkedRoles(operation: Operation): Promise<string[]> {
  const iam = operation.client(IAMClient);
  const created: string[] = [];
  const denied: ServiceLinkedRole[] = [];
  for (const role of serviceLinkedRolesOf(operation.environment)) {
    if (await exists(iam, role)) continue;
    operation.goOn();
    const outcome = await create(iam, role);
    if (outcome === "created") created.push(role.name);
    if (outcome === "denied") denied.push(role);
  }
  if (denied.length > 0) throw missing(denied, created);
  return created;
}

async function exists(iam: IAMClient, { name }: ServiceLinkedRole): Promise<boolean> {
  try {
    await iam.send(new GetRoleCommand({ RoleName: name }));
    return true;
  } catch (error) {
    // Credentials that cannot read the role may still create it.
    if (error instanceof NoSuchEntityException || isDenied(error)) return false;
    throw error;
  }
}

async function create(
  iam: IAMClient,
  { service }: ServiceLinkedRole,
): Promise<"created" | "there" | "denied"> {
  try {
    await iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: service }));
    return "created";
  } catch (error) {
    if (error instanceof InvalidInputException && error.message.includes("has been taken in this account")) {
      return "there";
    }
    if (isDenied(error)) return "denied";
    throw error;
  }
}

const missing = (roles: readonly ServiceLinkedRole[], created: readonly string[]) =>
  new Failure(
    `Your credentials lack iam:CreateServiceLinkedRole, and the account has no ${roles.map(({ name }) => name).join(", ")}.\n` +
      "Fix: Get this permission and run the command again, or ask an administrator to run:\n" +
      roles
        .map(
          ({ service }) =>
            `  ${inShell(["aws", "iam", "create-service-linked-role", "--aws-service-name", service])}`,
        )
        .join("\n"),
    { serviceLinkedRoles: created, missingServiceLinkedRoles: roles.map(({ name }) => name) },
  );
