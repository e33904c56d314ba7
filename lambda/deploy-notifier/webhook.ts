import { ask } from "./aws";
import { KEEP_MS } from "./limits";
import { PARAMETER } from "./settings";
import { text } from "./shape";

/** The value that Terraform gives the parameter until an operator sets it. */
const NOT_SET = "not set yet";

let known = "";
let readAt = 0;

/**
 * The webhook URL. It is a secret, because anyone who has it can post. It is read on demand and kept for `KEEP_MS`.
 *
 * @throws if the parameter has no https URL (its value is not in the error), or cannot be read and no URL is known
 */
export const webhook = async (signal: AbortSignal): Promise<string> => {
  if (known && Date.now() < readAt + KEEP_MS) return known;
  const { Value } = await ask(
    "GetParameter",
    { Name: PARAMETER, WithDecryption: true },
    "Parameter",
    { Value: text },
    signal,
    "ssm",
  ).catch((error: unknown) => {
    // Parameter Store does not respond, but the last URL most likely still works.
    if (known) return { Value: known };
    throw error;
  });
  const url = Value.trim();
  if (url === NOT_SET) {
    throw new Error(`the Slack webhook is not set yet (parameter ${PARAMETER})`);
  }
  if (!/^https:/i.test(url) || !URL.canParse(url))
    throw new Error(`the Slack webhook is not an https URL (parameter ${PARAMETER})`);
  readAt = Date.now();
  return (known = url);
};

/** Forgets a URL that Slack rejects, so that the next call reads the parameter again. */
export const forgetWebhook = () => {
  known = "";
};
