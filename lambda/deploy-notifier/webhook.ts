import { ask } from "./aws";
import { KEEP_MS } from "./limits";
import { PARAMETER } from "./settings";
import { text } from "./shape";

/** What Terraform puts into the parameter until an operator does. */
const NOT_SET = "not set yet";

let known = "";
let readAt = 0;

/**
 * The webhook's URL, which is a secret: whoever has it may post. It is read when it is needed and kept for a while.
 *
 * @throws when the parameter holds no URL, without saying what it holds instead, or cannot be read and no URL is known
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
    // Parameter Store does not answer, but the URL of a while ago most likely still works.
    if (known) return { Value: known };
    throw error;
  });
  const url = Value.trim();
  if (url === NOT_SET) {
    throw new Error(`nobody has put Slack's webhook into the parameter ${PARAMETER} yet`);
  }
  if (!/^https:/i.test(url) || !URL.canParse(url))
    throw new Error(`the parameter ${PARAMETER} holds no https URL`);
  readAt = Date.now();
  return (known = url);
};

/** Slack does not want this URL any more: the next one who asks is told another. */
export const forgetWebhook = () => {
  known = "";
};
