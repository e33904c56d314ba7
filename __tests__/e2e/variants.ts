import type { EnvironmentInput } from "../../config/schema/schema";

/** The same environment on plain HTTP, under the DNS name of the load balancer. */
export function withoutDomain(input: EnvironmentInput): EnvironmentInput {
  const variant = { ...input };
  delete variant.domain;
  return variant;
}
