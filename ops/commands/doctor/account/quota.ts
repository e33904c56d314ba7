import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  NoSuchResourceException,
  ServiceQuotasClient,
} from "@aws-sdk/client-service-quotas";
import type { Environment } from "../../../../config/environment";
import type { Operation } from "../../../cli/operation";
import type { AccountCheck } from "../check";
import { undefinedFor } from "../../../cli/undefined-for";

/** A quota of an account in a region, as in the console of Service Quotas. */
interface Quota {
  readonly service: "ec2" | "vpc" | "rds";
  readonly code: string;
  readonly name: string;
}

/** How much of a quota an environment needs. */
interface Need {
  readonly path: string;

  /** The values of the fields, e.g. `2 hosts of "t3.small"`. */
  readonly got: string;
  readonly amount: number;

  /** What the quota counts, e.g. `vCPUs`. */
  readonly unit: string;

  /** How to need less. */
  readonly instead: string;
}

export interface QuotaCheckProps {
  readonly subject: string;
  readonly quota: (environment: Environment) => Quota;

  /** Undefined when the environment needs nothing of it. */
  readonly need: (environment: Environment) => Need | undefined;

  /** The permission that `usedByOthers` needs. */
  readonly reads: string;

  /** How much is in use in the region, without what the environment itself uses. */
  readonly usedByOthers: (operation: Operation) => Promise<number>;
}

/** A check whether a quota has room for all that an environment uses at its largest. */
export const quotaCheck = ({ subject, quota, need, reads, usedByOthers }: QuotaCheckProps): AccountCheck => ({
  subject,
  reads: ["servicequotas:GetServiceQuota", "servicequotas:GetAWSDefaultServiceQuota", reads],
  look: async (operation) => {
    const { environment } = operation;
    const needed = need(environment);
    if (!needed) return { seen: "none needed" };

    const asked = quota(environment);
    const [limit, used] = await Promise.all([limitOf(operation, asked), usedByOthers(operation)]);
    if (limit === undefined) {
      return { notChecked: `Service Quotas has no "${asked.name}" in this region.` };
    }
    const { amount, unit, path, got, instead } = needed;
    if (used + amount <= limit) return { seen: `${amount} of ${limit} ${unit}, others use ${used}` };
    const { service, code, name } = asked;
    return {
      problems: {
        path,
        got: `${got}: ${amount} ${unit}. The quota "${name}" is ${limit}, and others in the account use ${used}`,
        allowed: `at most ${Math.max(0, limit - used)} ${unit}`,
        fix:
          `Run: aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code}` +
          ` --desired-value ${used + amount} --region ${environment.region}\n` +
          `Or ${instead}`,
      },
    };
  },
});

/** The quota of this account; AWS's default where the account never had another one. */
async function limitOf(operation: Operation, { service, code }: Quota): Promise<number | undefined> {
  const quotas = operation.client(ServiceQuotasClient);
  const asked = { ServiceCode: service, QuotaCode: code };
  const none = undefinedFor(NoSuchResourceException);
  const found =
    (await quotas.send(new GetServiceQuotaCommand(asked)).catch(none)) ??
    (await quotas.send(new GetAWSDefaultServiceQuotaCommand(asked)).catch(none));
  return found?.Quota?.Value;
}
