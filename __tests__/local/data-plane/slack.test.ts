import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Ports } from "../../../local/data-plane/ports";
import { SlackPage } from "../../../local/data-plane/slack";
import { Authority } from "../../../local/images/authority";
import { ROOT } from "../../../local/project";

describe("The local Slack page", () => {
  const folder = mkdtempSync(join(tmpdir(), "slack-"));
  const authority = new Authority(join(folder, "authority"));
  let slack: SlackPage;

  beforeAll(async () => {
    slack = new SlackPage(authority, new Ports(folder));
    await slack.start();
  });

  afterAll(() => {
    slack.stop();
    rmSync(folder, { recursive: true });
  });

  const post = (body: unknown) =>
    fetch(`${slack.url}services/local`, {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const page = async () => (await fetch(slack.url)).text();

  it("shows what the notifier's own code posts over HTTPS", async () => {
    const script = `require("./lambda/deploy-notifier/slack.ts").postToSlack(process.argv[1],
      { text: "released", blocks: [{ type: "header", text: { type: "plain_text", text: "Released v2" } }] },
      AbortSignal.timeout(5000)).then(console.log)`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--require", "tsx/cjs", "--eval", script, slack.webhook],
      { cwd: ROOT, env: { ...process.env, NODE_EXTRA_CA_CERTS: authority.certificate } },
    );

    expect(stdout).toBe("[ 200 ]\n");
    expect(await page()).toContain("<h2>Released v2</h2>");
  });

  it("renders sections, fields, links, buttons and the colour of an attachment", async () => {
    const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
    await post({
      username: "deploys",
      blocks: [
        { type: "section", text: mrkdwn("*bold* and `code`\n<https://example.com/?a=1&amp;b=2|the log>") },
        { type: "section", fields: [mrkdwn("*version*\nv2"), mrkdwn("<!date^1^{date}|2026-11-26>")] },
        { type: "divider" },
        {
          type: "actions",
          elements: [
            { type: "button", text: { type: "plain_text", text: "Open" }, url: "https://example.com" },
          ],
        },
        { type: "context", elements: [mrkdwn("small")] },
      ],
      attachments: [{ color: "#ff0000", text: "red" }],
    });

    const html = await page();
    for (const part of [
      "deploys · ",
      "<b>bold</b> and <code>code</code><br>",
      '<a href="https://example.com/?a=1&amp;b=2">the log</a>',
      "<div><b>version</b><br>v2</div><div>2026-11-26</div>",
      '<a href="https://example.com" class="button">Open</a>',
      "<small>small</small>",
      '<article style="border-color:#ff0000"><p>red</p></article>',
    ]) {
      expect(html).toContain(part);
    }
  });

  it("escapes everything, and links to nothing but http", async () => {
    const hostile = `"><script>alert(1)</script>`;
    await post({
      username: hostile,
      text: hostile,
      attachments: [
        { color: `red;${hostile}`, text: "<javascript:alert(1)|click>" },
        { text: `<https://x/${'"'}|y>` },
      ],
    });

    const html = await page();
    expect(html).not.toContain("<script");
    expect(html).not.toMatch(/href="javascript/);
    expect(html).toContain("&lt;/script&gt;");
    expect(html).toContain('<a href="https://x/&quot;">y</a>');
  });

  it.each([
    ["invalid_payload", "not JSON"],
    ["no_text", {}],
    ["invalid_blocks", { text: 1 }],
  ])("refuses with %s", async (error, body) => {
    const response = await post(body);

    expect(response.status).toBe(400);
    expect(await response.text()).toBe(error);
  });

  it("keeps the last 200 messages, for programs too", async () => {
    for (let number = 1; number <= 201; number++) await post({ text: `message ${number}` });

    const messages = (await (await fetch(`${slack.url}messages.json`)).json()) as {
      payload: { text: string };
    }[];
    expect(messages).toHaveLength(200);
    expect(messages[0]!.payload.text).toBe("message 2");
  });
});
