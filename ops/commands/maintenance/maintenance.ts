import { inFourParts } from "../../../config/messages/problem";
import { ago } from "../../cli/duration";
import { commandLine } from "../../cli/command-line";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { Refusal } from "../../cli/refusal";
import { careful, good } from "../../cli/style";
import { readSecret } from "../../cli/terminal";
import { SECRET_HEADER } from "../../maintenance/rules";
import { switchOff, switchOn } from "../../maintenance/switch";

export interface MaintenanceOptions {
  /** Whether requests with a secret pass, which is typed or piped in. */
  readonly secret?: boolean;
}

/** Long enough that no one guesses it, and without the characters that a condition takes as a pattern: `*` and `?`. */
const SECRET = /^[\w-]{16,128}$/;

/** Switches the maintenance of an environment on or off: the load balancer answers in place of all tasks. */
export async function maintenance(
  operation: Operation,
  state: string,
  { secret = false }: MaintenanceOptions,
): Promise<Facts> {
  if (state === "off") {
    if (secret) throw new Refusal("`off` has no secret.\nFix: Run this command again without --secret.");
    return off(operation);
  }
  if (state !== "on") {
    throw new Refusal(
      inFourParts({
        environment: operation.environmentName,
        path: "maintenance",
        got: JSON.stringify(state),
        allowed: "on, or off",
        fix: `Write e.g. ${commandLine(operation.environment, "maintenance", "on")}`,
      }),
    );
  }
  return on(operation, secret ? requireSecret(operation, (await readSecret()).trim()) : undefined);
}

async function on(operation: Operation, secret: string | undefined): Promise<Facts> {
  const { environment, output } = operation;
  const { maintenance: now, before } = await switchOn(operation, "operator", secret);
  output.print(
    before
      ? careful(`Maintenance was on already. It began ${ago(new Date(), before.since)}.`)
      : good("Maintenance is on: every request is answered with 503. Tasks, jobs and the schedule go on."),
  );
  if (secret !== undefined) {
    output.print(`Requests with the secret in the header ${SECRET_HEADER} pass to the application.`);
  }
  output.note(`To end it: ${commandLine(environment, "maintenance", "off")}`);
  return { maintenance: { on: true, ...now }, wasOn: before !== undefined };
}

async function off(operation: Operation): Promise<Facts> {
  const ended = await switchOff(operation);
  operation.output.print(
    ended
      ? good(`Maintenance has ended. It began ${ago(new Date(), ended.since)}.`)
      : "Maintenance was not on.",
  );
  return { maintenance: { on: false }, wasOn: ended !== undefined };
}

/** @throws Refusal that does not contain the secret */
function requireSecret({ environmentName }: Operation, secret: string): string {
  if (SECRET.test(secret)) return secret;
  throw new Refusal(
    inFourParts({
      environment: environmentName,
      path: "--secret",
      got: `${secret.length} characters, not shown`,
      allowed:
        "16 to 128 letters, digits, _ and -: the load balancer compares it with a header, without regard to case",
      fix: "Pipe one in, e.g. from: openssl rand -hex 16",
    }),
  );
}
