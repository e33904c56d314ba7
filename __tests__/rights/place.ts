import { resolveEnvironments } from "../../config/resolve-environments";
import { namesOf } from "../../facts/names";
import type { EnvironmentInput } from "../../config/schema/schema";
import { Deployed } from "../helpers/deployed";
import { synthesizeEnvironment } from "../helpers/stacks";
import type { Place } from "./aws-call";

/** Synthesizes an environment, and resolves what its policies refer to. */
export function placeOf(input: EnvironmentInput): Place {
  const [environment] = resolveEnvironments([input]);
  if (!environment) throw new Error("unreachable: one environment in, one out");
  const stacks = synthesizeEnvironment(input);
  const deployed = new Deployed(stacks, environment);
  const { region, accountId } = environment;
  const [keyId = ""] = Object.keys(stacks.base.resource.aws_kms_key ?? {});
  return {
    environment,
    stacks,
    deployed,
    names: namesOf(environment),
    arn: (service, resource) => `arn:aws:${service}:${region}:${accountId}:${resource}`,
    keyArn: deployed.in("base")(`\${aws_kms_key.${keyId}.arn}`),
  };
}
