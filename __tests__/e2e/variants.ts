import type { EnvironmentInput } from "../../config/schema/schema";

/** The same environment on plain HTTP, under the load balancer's own name. */
export function withoutDomain(input: EnvironmentInput): EnvironmentInput {
  const variant = { ...input };
  delete variant.domain;
  return variant;
}
