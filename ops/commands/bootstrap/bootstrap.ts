import { requireHealthy } from "../doctor/doctor";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { ensureServiceLinkedRoles } from "./service-linked-roles";
import { ensureStateBucket } from "./state-bucket";

/**
 * Prepares an account for the first `cdktf deploy` of an environment: checks what the deploy needs, creates the state
 * bucket, and creates the service-linked roles. Running it again changes nothing.
 *
 * @param isChecked whether the caller has made the checks of the account, and has printed their advice
 * @throws Refusal before anything is changed, if the account does not fit the environment
 */
export async function bootstrap(operation: Operation, { isChecked = false } = {}): Promise<Facts> {
  const { environment, output } = operation;
  const advice = isChecked ? [] : await requireHealthy(operation);

  const made = await ensureStateBucket(operation);
  output.print(
    `${environment.stateBucket} ${made ? "was created" : "exists"}: private, encrypted, versioned, TLS only.`,
  );

  const created = await ensureServiceLinkedRoles(operation);
  output.print(
    created.length > 0
      ? `Created the service-linked roles ${created.join(", ")}.`
      : "The service-linked roles exist.",
  );

  for (const line of advice) output.print(line);
  return { bucket: environment.stateBucket, made, serviceLinkedRoles: created, advice };
}
