import { z } from "zod";

const text = z.object({ type: z.string(), text: z.string() });

const block = z.object({
  type: z.string(),
  text: text.optional(),
  fields: z.array(text).optional(),
  elements: z
    .array(z.object({ text: z.union([z.string(), text]).optional(), url: z.string().optional() }))
    .optional(),
});

const content = z.object({
  text: z.string().optional(),
  username: z.string().optional(),
  blocks: z.array(block).max(50).optional(),
});

/** What is shown of a message. Slack knows more. */
export const payloadSchema = content.extend({
  attachments: z.array(content.extend({ color: z.string().optional() })).optional(),
});

/** A message as it was posted. */
export interface Message {
  readonly at: string;
  readonly payload: Payload;
}

type Payload = z.infer<typeof payloadSchema>;
type Block = z.infer<typeof block>;
type Text = z.infer<typeof text>;

const STYLE = `body{font:15px/1.5 sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#1d1c1d}
article{border-left:4px solid #ddd;padding:.1rem 1rem;margin:1rem 0}h2{font-size:1.1rem;margin:.3rem 0}
p{margin:.3rem 0;overflow-wrap:anywhere}small{color:#616061}code{background:#f4f4f4;padding:0 .2rem}
a.button{border:1px solid #bbb;border-radius:4px;padding:.2rem .6rem;text-decoration:none}
.fields{display:grid;grid-template-columns:1fr 1fr;gap:.3rem 1rem}`;

/** The page, the newest message first. All text of messages is escaped. */
export function pageOf(messages: readonly Message[]): string {
  const articles = messages.toReversed().map(({ at, payload }) => {
    const sender = payload.username ? `${escape(payload.username)} · ` : "";
    return `<article><small>${sender}${escape(at)}</small>${contentOf(payload)}</article>`;
  });
  const content = articles.join("\n") || "<p>No message yet.</p>";
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="3">
<title>Slack (local)</title><style>${STYLE}</style></head><body><h1>Posted to Slack</h1>\n${content}\n</body></html>\n`;
}

/** Blocks replace the text, which then is only for notifications. */
function contentOf({ text = "", blocks, attachments = [] }: Payload): string {
  const own = blocks ? blocks.map(blockOf).join("") : `<p>${markdown(text)}</p>`;
  const attached = attachments.map((attachment) => {
    const color = /^#[0-9a-f]{3,6}$/i.exec(attachment.color ?? "")?.[0] ?? "#ddd";
    return `<article style="border-color:${color}">${contentOf(attachment)}</article>`;
  });
  return own + attached.join("");
}

function blockOf({ type, text, fields = [], elements = [] }: Block): string {
  if (type === "divider") return "<hr>";
  if (type === "header") return `<h2>${escape(text?.text ?? "")}</h2>`;
  if (type === "actions") {
    const buttons = elements.map(({ text: label, url }) =>
      link(url ?? "", escape(wordsOf(label)), ' class="button"'),
    );
    return `<p>${buttons.join(" ")}</p>`;
  }
  if (type === "context") {
    return `<p><small>${elements.map((each) => markdown(wordsOf(each.text))).join(" · ")}</small></p>`;
  }
  const body = text ? `<p>${formatted(text)}</p>` : "";
  const cells = fields.map((field) => `<div>${formatted(field)}</div>`).join("");
  return body + (cells && `<div class="fields">${cells}</div>`);
}

const wordsOf = (label: string | Text | undefined) =>
  typeof label === "string" ? label : (label?.text ?? "");

const formatted = ({ type, text = "" }: Text) => (type === "plain_text" ? escape(text) : markdown(text));

/** Slack's markup: links, bold, code and lines ("Formatting text for app surfaces"). */
function markdown(text: string): string {
  // Slack's own text has `<`, `>` and `&` only as entities, so that what is in angle brackets is a link.
  const parts = text.split(/<([^<>]*)>/);
  return parts.map((part, index) => (index % 2 === 0 ? styled(part) : linkOf(part))).join("");
}

function linkOf(content: string): string {
  const [url = "", label = url] = content.split("|");
  return link(plain(url), escape(plain(label)));
}

const link = (url: string, label: string, attributes = "") =>
  /^https?:\/\//.test(url) ? `<a href="${escape(url)}"${attributes}>${label}</a>` : label;

const styled = (text: string) =>
  escape(plain(text))
    .replace(/```([^]*?)```/g, "<code>$1</code>")
    .replace(/`([^`\n]+)`/g, "<code>$1</code>")
    .replace(/(^|[\s(])\*([^*\n]+)\*/g, "$1<b>$2</b>")
    .replaceAll("\n", "<br>");

const plain = (text: string) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escape = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
