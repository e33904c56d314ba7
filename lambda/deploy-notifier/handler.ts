import { within } from "./aws";
import { deliver } from "./delivery";
import { parse } from "./events";
import { investigate } from "./investigation";
import { Links } from "./links";
import { Memory } from "./memory";
import { messageOf } from "./message";
import { endOf, overtakenBy, troubleOf } from "./repetition";
import { fields, text } from "./shape";
import { clean } from "./text";
import { Webhook } from "./webhook";

/** What Lambda tells of the invocation, as far as it is used. */
export interface Context {
  getRemainingTimeInMillis(): number;
}

const variable = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set.`);
  return value;
};

const NAME = variable("ENVIRONMENT_NAME");
const { SLACK_CHANNEL = "", SLACK_ICON = "", SLACK_USERNAME = "" } = process.env;
const appearance = { channel: SLACK_CHANNEL, icon: SLACK_ICON, username: SLACK_USERNAME };
const links = new Links(variable("AWS_REGION"), NAME);
const webhook = new Webhook(variable("SLACK_PARAMETER"));
const memory = new Memory();

/**
 * One event of EventBridge, one message in Slack at most. What it throws makes Lambda try again, and after that keep the
 * event in the dead letters.
 */
export async function handler(input: unknown, context: Context): Promise<void> {
  const event = parse(input);
  if (!event) {
    const { id, source, ...envelope } = fields(input);
    const [shownId, shownSource, type] = [id, source, envelope["detail-type"]].map((each) =>
      shown(text(each)),
    );
    log("unknown event", { id: shownId, source: shownSource, type });
    return;
  }

  const { id, kind, same } = event;
  if (memory.knows(id, same, ...overtakenBy(event))) return log("known already", { id, kind });

  const trouble = troubleOf(event);
  const repeats = trouble === undefined ? undefined : memory.repeats(trouble, id);
  if (trouble !== undefined && !repeats) {
    memory.remember(id, same);
    return log("folded", { id, kind });
  }

  const remainingMs = () => context.getRemainingTimeInMillis();
  try {
    const findings = await investigate(NAME, event, within(remainingMs() / 3));
    const attempts = await deliver(
      messageOf(NAME, event, findings, repeats, links, appearance),
      webhook,
      remainingMs,
    );
    memory.remember(id, same, ...endOf(event));
    if (trouble !== undefined) memory.toldOf(trouble);
    log("posted", { id, kind, attempts, missing: findings.missing });
  } catch (error) {
    log("not posted", { id, kind, why: clean((error as Error).message) });
    throw error;
  }
}

/** As much of what anybody may have sent as tells what it was. */
const shown = (words: string) => clean(words.slice(0, 200));

const log = (outcome: string, about: object) => console.log(JSON.stringify({ outcome, ...about }));
