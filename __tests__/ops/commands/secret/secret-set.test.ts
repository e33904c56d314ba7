import { Played } from "../../played/played";
import { Readable } from "node:stream";
import { secretSet } from "../../../../ops/commands/secret/secret-set";
import { environment, healthy, service } from "../../diagnosis/observed";
import type { Answers } from "../../played/endpoint";

/** As Terraform names the key of a parameter. */
const KEY = "arn:aws:kms:eu-west-1:123456789012:key/0f1e2d3c";

interface Circumstances {
  readonly changes?: Readonly<Record<string, unknown>>;
  readonly ecs?: Answers;
  /** Whether Terraform made the parameter. */
  readonly exists?: boolean;
}

const SECRETS = {
  secrets: {
    APP_KEY: { source: "generated" },
    MAIL_PASSWORD: { source: "operator" },
  },
};

async function put(
  name: string,
  piped: string,
  { changes = SECRETS, ecs = {}, exists = true }: Circumstances = {},
) {
  const stdin = Object.getOwnPropertyDescriptor(process, "stdin");
  Object.defineProperty(process, "stdin", { value: Readable.from([Buffer.from(piped)]), configurable: true });
  const played = await Played.open(environment(changes), healthy, {
    ssm: {
      DescribeParameters: () => ({ Parameters: exists ? [{ Name: "x", KeyId: KEY }] : [] }),
      PutParameter: () => ({ Version: 4 }),
    },
    ecs: { UpdateService: () => ({}), ...ecs },
  });
  try {
    const ended = await played.run((operation) => secretSet(operation, name));
    const wrote = played.endpoint.actions.filter((action) => /:(Put|Update)/.test(action));
    return { ...ended, wrote, endpoint: played.endpoint };
  } finally {
    if (stdin) Object.defineProperty(process, "stdin", stdin);
    await played.close();
  }
}

describe("ops secret set", () => {
  it("puts what was piped in under the environment's key, and starts anew what reads it", async () => {
    const { exitCode, said, warned, facts, endpoint } = await put("MAIL_PASSWORD", "s3cret word\n");
    expect(exitCode).toBe(0);
    expect(endpoint.inputsOf("ssm:PutParameter")).toEqual([
      {
        Name: "/shop-test/secret/MAIL_PASSWORD",
        Value: "s3cret word",
        Type: "SecureString",
        KeyId: KEY,
        Overwrite: true,
      },
    ]);
    expect(endpoint.inputsOf("ecs:UpdateService")).toEqual(
      ["web", "scheduler"].map((name) => ({ cluster: "shop-test", service: name, forceNewDeployment: true })),
    );
    expect(said).toMatchInlineSnapshot(`
     "/shop-test/secret/MAIL_PASSWORD has version 4.
     Restarting web, scheduler. Follow the progress: npm run ops -- status test
     "
    `);
    expect(`${said}${warned}${JSON.stringify(facts)}`).not.toContain("s3cret");
  });

  it("refuses a secret that operators do not keep, in four parts", async () => {
    const { exitCode, warned, wrote } = await put("MAIL_PASSWRD", "x");
    expect([exitCode, wrote]).toEqual([2, []]);
    expect(warned).toMatchInlineSnapshot(`
     "test: secrets
       got      "MAIL_PASSWRD"
       allowed  a secret whose source is "operator": MAIL_PASSWORD
       fix      Did you mean MAIL_PASSWORD?
     "
    `);
  });

  it.each([
    ["APP_KEY", SECRETS, 'APP_KEY has the source "generated": raise its version'],
    [
      "STRIPE_SECRET",
      SECRETS,
      'Add STRIPE_SECRET: { source: "operator" } to secrets, deploy the base stack, run this again, then deploy the service stack.',
    ],
    [
      "APP_KEY",
      { secrets: { APP_KEY: { source: "generated" } } },
      'whose source is "operator"; there is none',
    ],
  ])("refuses %s and says what to do instead", async (name, changes, words) => {
    const { exitCode, warned, wrote } = await put(name, "x", { changes });
    expect([exitCode, wrote]).toEqual([2, []]);
    expect(warned).toContain(words);
  });

  it.each([
    ["nothing", "\n", "The secret is empty.\nFix: Type it, or pipe it in."],
    ["too much", "x".repeat(4_097), "The secret has 4097 bytes; a parameter holds at most 4096."],
  ])("refuses %s", async (_what, piped, words) => {
    const { exitCode, warned, wrote } = await put("MAIL_PASSWORD", piped);
    expect([exitCode, wrote]).toEqual([2, []]);
    expect(warned).toContain(words);
  });

  it("refuses before base was deployed: Terraform makes the parameter", async () => {
    const { exitCode, warned, wrote } = await put("MAIL_PASSWORD", "x", { exists: false });
    expect([exitCode, wrote]).toEqual([2, []]);
    expect(warned).toContain("The parameter /shop-test/secret/MAIL_PASSWORD does not exist yet.");
  });

  it("refuses during a deployment, which it would replace", async () => {
    const web = service("web", { deployments: [{ status: "PRIMARY" }, { status: "ACTIVE" }] });
    const { exitCode, warned, wrote } = await put("MAIL_PASSWORD", "x", {
      ecs: { DescribeServices: () => ({ services: [web] }) },
    });
    expect([exitCode, wrote]).toEqual([2, []]);
    expect(warned).toContain("A deployment of web is in progress");
  });

  it("starts nothing where nothing runs", async () => {
    const { exitCode, said, wrote } = await put("MAIL_PASSWORD", "x", {
      ecs: { DescribeServices: () => ({ services: [] }) },
    });
    expect([exitCode, wrote]).toEqual([0, ["ssm:PutParameter"]]);
    expect(said).toContain("test has no service yet, so nothing was restarted.");
  });

  describe("of the Slack webhook", () => {
    const URL = "https://hooks.slack.com/services/T0/B0/s3cret";
    const SLACK = { ...SECRETS, slack: {} };

    it("writes the parameter that the notifier reads, and restarts nothing", async () => {
      const { exitCode, said, warned, facts, wrote, endpoint } = await put("slack-webhook", `${URL}\n`, {
        changes: SLACK,
      });
      expect([exitCode, wrote]).toEqual([0, ["ssm:PutParameter"]]);
      expect(endpoint.inputsOf("ssm:PutParameter")).toEqual([
        {
          Name: "/shop-test/slack/webhook",
          Value: URL,
          Type: "SecureString",
          KeyId: KEY,
          Overwrite: true,
        },
      ]);
      expect(said).toMatchInlineSnapshot(`
       "/shop-test/slack/webhook has version 4.
       The notifier uses it within five minutes. Then post the messages that wait: npm run ops -- redrive test
       "
      `);
      expect(`${said}${warned}${JSON.stringify(facts)}`).not.toContain("s3cret");
    });

    it("is refused where no Slack messages are configured", async () => {
      const { exitCode, warned, wrote } = await put("slack-webhook", URL);
      expect([exitCode, wrote]).toEqual([2, []]);
      expect(warned).toMatchInlineSnapshot(`
       "test posts no Slack messages, so it has no webhook.
       Fix: Add slack: {} to environments/test.ts, then deploy the base stack.
       "
      `);
    });

    it.each([
      ["another URL", "https://example.com/services/s3cret"],
      ["a URL without TLS", "http://hooks.slack.com/services/s3cret"],
      ["a name that only begins like Slack's", "https://hooks.slack.com.example/s3cret"],
      ["only the host", "https://hooks.slack.com/"],
      ["two lines", `${URL}\n${URL}`],
      ["text before it", `webhook ${URL}`],
    ])("refuses %s without printing it", async (_what, piped) => {
      const { exitCode, said, warned, wrote } = await put("slack-webhook", piped, { changes: SLACK });
      expect([exitCode, wrote]).toEqual([2, []]);
      expect(warned).toContain("The text is not the URL of a Slack webhook");
      expect(`${said}${warned}`).not.toContain("s3cret");
    });

    it("is refused before the base stack is deployed", async () => {
      const { exitCode, warned, wrote } = await put("slack-webhook", URL, { changes: SLACK, exists: false });
      expect([exitCode, wrote]).toEqual([2, []]);
      expect(warned).toContain("The parameter /shop-test/slack/webhook does not exist yet.");
    });

    it("works during a deployment, which it does not disturb", async () => {
      const web = service("web", { deployments: [{ status: "PRIMARY" }, { status: "ACTIVE" }] });
      const { exitCode } = await put("slack-webhook", URL, {
        changes: SLACK,
        ecs: { DescribeServices: () => ({ services: [web] }) },
      });
      expect(exitCode).toBe(0);
    });

    it("is suggested for a name that is nearly its own", async () => {
      const { warned } = await put("SLACK_WEBHOOK", URL, { changes: SLACK });
      expect(warned).toContain("Did you mean slack-webhook?");
    });
  });
});
