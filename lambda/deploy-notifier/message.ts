import type { Message } from "./delivery";
import { hintFor } from "./hints";
import { FIELD, HEADER, SECTION } from "./limits";
import type { Trouble } from "./memory";
import type { News, Words } from "./news";
import { NAME } from "./settings";
import { join } from "./shape";
import { code, fit } from "./text";

/**
 * The Slack message. A pure function: the same input gives the same message.
 *
 * @param at when it happened
 * @param missing the details that could not be read, and why
 */
export const messageOf = (
  [icon, title, reason = "", facts = {}, log]: Words,
  links: News["links"],
  at: number,
  { count, since }: Trouble,
  missing: readonly string[],
): Message => {
  const header = `${icon} ${NAME}: ${title}`;
  const again = count > 1 && `${count} times since ${new Date(since).toISOString().slice(11, 16)} UTC.`;
  const body = join("\n", reason, hintFor(reason), again, ...missing);
  const shown = Object.entries(facts).filter(([, value]) => value);
  const pages = Object.entries({ ...links, ...log?.link });

  const blocks = [
    { type: "header", text: { type: "plain_text", text: fit(header, HEADER), emoji: true } },
    shown[0] &&
      section({ fields: shown.map(([name, value]) => markdown(`*${name}*\n${fit(`${value}`, FIELD)}`)) }),
    body && section({ text: markdown(fit(body, SECTION)) }),
    log?.events?.[0] && section({ text: markdown(code(log.events, SECTION)) }),
    {
      type: "context",
      elements: [markdown(join(" · ", date(at), ...pages.map(([name, url]) => `<${url}|${name}>`)))],
    },
  ].filter(Boolean);
  const text = fit(join(": ", header, reason), HEADER * 2);
  return { payload: { ...SENDER, text, blocks }, plain: { ...SENDER, text } };
};

const section = (content: object) => ({ type: "section", ...content });

/** With `verbatim` Slack makes no links and mentions of plain text ("Text object", Slack API). */
const markdown = (text: string) => ({ type: "mrkdwn", text, verbatim: true });

/** Slack shows it in the reader's own time zone ("Date formatting", Slack API). */
const date = (at: number) =>
  `<!date^${Math.floor(at / 1_000)}^{date_short_pretty} {time_secs}|${new Date(at).toISOString()}>`;

/** The channel, icon and name of the sender. Default: those of the webhook. */
const { SLACK_CHANNEL, SLACK_ICON, SLACK_USERNAME } = process.env;
const SENDER = {
  channel: SLACK_CHANNEL,
  [SLACK_ICON?.startsWith(":") ? "icon_emoji" : "icon_url"]: SLACK_ICON,
  username: SLACK_USERNAME,
};
