import { requireSecrets } from "../../../../ops/commands/launch/unset-secrets";
import { environment, healthy } from "../../diagnosis/observed";
import { Played } from "../../played/played";

const SECRETS = {
  slack: {},
  secrets: {
    APP_KEY: { source: "generated" },
    MAIL_PASSWORD: { source: "operator" },
    API_TOKEN: { source: "operator" },
  },
};

/** What a launch prints before the release, by the versions of the parameters. */
async function before(versions: Readonly<Record<string, number>>, changes: object = SECRETS) {
  const played = await Played.open(environment({ ...changes }), healthy, {
    ssm: {
      DescribeParameters: () => ({
        Parameters: Object.entries(versions).map(([name, Version]) => ({
          Name: `/shop-test/${name}`,
          Version,
        })),
      }),
    },
  });
  try {
    return await played.run(async (operation) => {
      await requireSecrets(operation);
      return {};
    });
  } finally {
    await played.close();
  }
}

describe("the secrets before the first release", () => {
  it("stop the launch while one has the placeholder only", async () => {
    const ended = await before({ "secret/MAIL_PASSWORD": 1, "secret/API_TOKEN": 1, "slack/webhook": 1 });

    expect(ended.exitCode).toBe(2);
    expect(ended.warned).toMatchInlineSnapshot(`
     "MAIL_PASSWORD, API_TOKEN of test have no value yet, and the release needs them.
     Fix: Set each, then run this command again:
       npm run ops -- secret set test MAIL_PASSWORD
       npm run ops -- secret set test API_TOKEN
     "
    `);
    expect(ended.said).toMatchInlineSnapshot(`
     "  Slack's webhook is not set, so nothing is posted. To set it:
       npm run ops -- secret set test slack-webhook
     "
    `);
  });

  it("let it continue once they are set, also without Slack's webhook", async () => {
    const ended = await before({ "secret/MAIL_PASSWORD": 2, "secret/API_TOKEN": 3, "slack/webhook": 1 });

    expect(ended).toMatchObject({ exitCode: 0, warned: "" });
    expect(ended.said).toContain("Slack's webhook is not set");
  });

  it("are silent when everything is set", async () => {
    const ended = await before({ "secret/MAIL_PASSWORD": 2, "secret/API_TOKEN": 2, "slack/webhook": 2 });

    expect(ended).toMatchObject({ exitCode: 0, warned: "", said: "" });
  });
});
