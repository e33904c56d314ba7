import type { Payload } from "./played-slack";
import { CANARY } from "./played-aws";
import { SAMPLES, sample } from "./samples";
import { useNotifier } from "./use-notifier";

describe("the notifier", () => {
  const at = useNotifier();

  it.each(SAMPLES)("has words for %s", async (name) => {
    await (
      await at.instance()
    )(sample(name));

    expect(readable(at.slack.shown())).toMatchSnapshot();
    expect(at.outcomes()).toEqual(["posted"]);
    expect(JSON.stringify([at.logged, at.slack.posts])).not.toContain(CANARY);
  });

  it("logs an unknown event by its id, and posts nothing", async () => {
    await (
      await at.instance()
    )({ id: "1-2", source: "aws.ecs", "detail-type": "ECS Container Instance State Change" });

    expect(at.logged).toEqual([
      '{"outcome":"unknown event","id":"1-2","source":"aws.ecs","type":"ECS Container Instance State Change"}',
    ]);
    expect(at.slack.posts).toEqual([]);
  });

  it.each(["__proto__", "constructor", "toString"])(
    "takes no kind of event for a known one: %s",
    async (word) => {
      await (
        await at.instance()
      )({ ...sample("alarm"), "detail-type": word });

      expect(at.outcomes()).toEqual(["unknown event"]);
    },
  );

  it.each(["__proto__", "constructor", "toString"])("posts an unknown value as it is: %s", async (word) => {
    const notify = await at.instance();
    const [action, changed] = [sample("placement-failure"), sample("alarm")];
    await notify({ ...action, detail: { ...action.detail, eventName: word } });
    await notify({ ...changed, detail: { ...changed.detail, state: { value: word } } });

    expect(at.slack.shown().map(({ text }) => text)).toEqual([
      expect.stringContaining(`⚠️ api-production: web ${word}`),
      expect.stringContaining(`❔ api-production: ${word}: api-production/`),
    ]);
  });

  it("posts an event that comes twice once", async () => {
    await at.tell("deployment-in-progress", "deployment-in-progress");

    expect(at.outcomes()).toEqual(["posted", "already posted"]);
  });

  it("does not repeat the same trouble of another task", async () => {
    const notify = await at.instance();
    const again = (id: string, time: string) => ({ ...sample("scheduler-died"), id, time });
    for (const id of ["a", "b"]) {
      const event = again(id, "2026-11-22T04:16:00Z");
      event.detail = { ...event.detail, taskArn: `arn:aws:ecs:ap-northeast-1:123456789012:task/api/${id}` };
      await notify(event);
    }

    expect(at.outcomes()).toEqual(["posted", "repeated"]);
  });

  it("posts the failed migration of each release", async () => {
    const notify = await at.instance();
    for (const id of ["a", "b"]) {
      const { detail, ...event } = sample("migration-failed");
      const [migrate] = detail.containers as object[];
      const taskArn = `arn:aws:ecs:ap-northeast-1:123456789012:task/api/${id}`;
      await notify({
        ...event,
        id,
        detail: { ...detail, taskArn, containers: [{ ...migrate, image: `app:${id}` }] },
      });
    }

    expect(at.outcomes()).toEqual(["posted", "posted"]);
  });

  it("posts one message for a host that died, not one for each of its tasks", async () => {
    const notify = await at.instance();
    for (const id of ["a", "b"]) {
      const { detail, ...event } = sample("host-lost");
      const taskArn = `arn:aws:ecs:ap-northeast-1:123456789012:task/api/${id}`;
      await notify({ ...event, id, detail: { ...detail, taskArn, group: `service:${id}` } });
    }

    expect(at.outcomes()).toEqual(["posted", "repeated"]);
    expect(at.said()).toContain("the host i-0a1b2c3d4e5f67890 was lost");
  });

  it("throws when Slack does not accept the message, so that Lambda retries the event and then keeps it", async () => {
    // More than there is time for.
    at.slack.behave("/services/T0/B0/x", ...Array.from({ length: 10 }, () => ({ status: 500 })));
    const notify = await at.instance();

    await expect(notify(sample("deployment-in-progress"), 1_500)).rejects.toThrow("500");
    expect(at.outcomes()).toEqual(["not posted"]);
  });

  it.each(["ENVIRONMENT_NAME", "AWS_REGION", "SLACK_PARAMETER"])(
    "does not begin without %s",
    async (name) => {
      delete process.env[name];

      await expect(at.instance()).rejects.toThrow(`${name} is not set.`);
    },
  );
});

/** A message as readable text. */
function readable(payloads: Payload[]): string {
  return payloads
    .map(({ text, blocks = [], ...from }) =>
      [JSON.stringify(from), text, ...blocks.map((block) => linesOf(block).join("\n"))].join("\n---\n"),
    )
    .join("\n\n");
}

const linesOf = (value: unknown): string[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, each]) =>
        key === "text" && typeof each === "string" ? [each] : key === "type" ? [] : linesOf(each),
      )
    : [];
