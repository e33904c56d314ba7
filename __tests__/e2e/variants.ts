import type { EnvironmentInput } from "../../config/schema/schema";

/** The same environment on plain HTTP, under the DNS name of the load balancer. */
export function withoutDomain(input: EnvironmentInput): EnvironmentInput {
  const variant = { ...input };
  if (input.production) variant.acceptedRisks = [...(input.acceptedRisks ?? []), "plain-http"];
  delete variant.domain;
  return variant;
}
