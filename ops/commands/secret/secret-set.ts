import { ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { nearest } from "../../../facts/did-you-mean";
import type { Environment } from "../../../config/environment";
import { inFourParts } from "../../../config/messages/problem";
import { show } from "../../../config/messages/show";
import { lookAtServices } from "../../ecs/cluster";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { Refusal } from "../../cli/refusal";
import { readSecret } from "../../cli/terminal";
import { requireParameter, writeParameter } from "./parameter";
import { LARGEST_BYTES, secretFrom } from "./secret-bytes";
import { setSlackWebhook, SLACK_WEBHOOK } from "./slack-webhook";

/**
 * Sets a secret whose source is "operator", and restarts the tasks that read it: a container reads its secrets only at its
 * start. The name `slack-webhook` is the webhook of the notifier instead.
 *
 * The value comes from a hidden prompt or from a pipe, and is written only to the parameter.
 */
export async function secretSet(operation: Operation, name: string): Promise<Facts> {
  if (name === SLACK_WEBHOOK) return setSlackWebhook(operation);

  const { environment, names, output } = operation;
  requireOperatorSecret(environment, name);
  const parameter = names.secret(name).name;
  const created = await requireParameter(operation, parameter);
  const services = await lookAtServices(operation);
  const rolling = services.find(({ deployments = [] }) => deployments.length > 1);
  if (rolling) {
    throw new Refusal(
      `A deployment of ${rolling.serviceName} is in progress, and would be replaced.\nFix: Wait until it has ended (npm run ops -- status ${environment.environment}).`,
    );
  }

  const value = secretFrom(await readSecret(), LARGEST_BYTES, "a parameter holds");
  const version = await writeParameter(operation, created, value);

  for (const { serviceName } of services) {
    await operation.client(ECSClient).send(
      new UpdateServiceCommand({
        cluster: names.cluster.name,
        service: serviceName,
        forceNewDeployment: true,
      }),
    );
  }
  const restarted = services.map(({ serviceName }) => serviceName);
  output.print(
    restarted.length === 0
      ? `${environment.environment} has no service yet, so nothing was restarted.`
      : `Restarting ${restarted.join(", ")}. Follow the progress: npm run ops -- status ${environment.environment}`,
  );
  return { parameter, version, restarted };
}

function requireOperatorSecret({ environment, secrets, slack }: Environment, name: string): void {
  if (secrets[name]?.source === "operator") return;

  const operators = Object.entries(secrets)
    .filter(([, { source }]) => source === "operator")
    .map(([each]) => each);
  const meant = nearest(name, [...operators, ...(slack ? [SLACK_WEBHOOK] : [])]);
  const other = secrets[name]
    ? `${name} has the source "${secrets[name].source}": raise its version or change its source, then deploy the base stack.`
    : `Add ${name}: { source: "operator" } to secrets, deploy the base stack, run this again, then deploy the service stack.`;
  throw new Refusal(
    inFourParts({
      environment,
      path: "secrets",
      got: show(name),
      allowed:
        operators.length === 0
          ? 'a secret whose source is "operator"; there is none'
          : `a secret whose source is "operator": ${operators.join(", ")}`,
      fix: meant ? `Did you mean ${meant}?` : other,
    }),
  );
}
