import { GetRoleCommand, IAMClient, NoSuchEntityException } from "@aws-sdk/client-iam";
import { serviceLinkedRolesOf } from "../../bootstrap/service-linked-roles";
import type { AccountCheck } from "../check";
import { undefinedFor } from "../../../cli/undefined-for";

/** `ops bootstrap` creates the missing ones, so a missing role is not a problem yet. */
export const serviceLinkedRoles: AccountCheck = {
  subject: "the service-linked roles",
  reads: ["iam:GetRole"],
  look: async (operation) => {
    const iam = operation.client(IAMClient);
    const missing: string[] = [];
    for (const { name } of serviceLinkedRolesOf(operation.environment)) {
      const command = new GetRoleCommand({ RoleName: name });
      if (!(await iam.send(command).catch(undefinedFor(NoSuchEntityException)))) missing.push(name);
    }
    return { seen: missing.length === 0 ? "they exist" : `bootstrap creates ${missing.join(", ")}` };
  },
};
