import { parse } from "../../../lambda/deploy-notifier/events";
import { Links } from "../../../lambda/deploy-notifier/links";
import { messageOf } from "../../../lambda/deploy-notifier/message";
import { SAMPLES, sample } from "./samples";
import { withOneThingLess } from "./with-one-thing-less";

const links = new Links("ap-northeast-1", "api-production");

const tell = (input: unknown, appearance = {}) => {
  const event = parse(input);
  return event && messageOf("api-production", event, { missing: [] }, undefined, links, appearance);
};

describe("a message", () => {
  it.each(SAMPLES)("is made of %s whatever is missing in it, or is of another type", (name) => {
    const said = [...withOneThingLess(sample(name))].map((event) => tell(event));

    const told = said.filter((message) => message !== undefined);
    expect(told.length).toBeGreaterThan(said.length / 2);
    for (const { plain } of told) expect(JSON.stringify(plain)).toContain("api-production");
  });

  it("has the webhook's own look where none is set, and an icon from the web where it is one", () => {
    const sender = (appearance: object) => Object.keys(tell(sample("alarm"), appearance)?.plain ?? {});

    expect(sender({})).toEqual(["text"]);
    expect(sender({ icon: "https://example.com/icon.png", username: "x" })).toEqual([
      "icon_url",
      "username",
      "text",
    ]);
  });

  it("says how often the same trouble came", () => {
    const event = parse(sample("scheduler-died"));
    const repeats = { count: 3, since: new Date("2026-11-22T04:16:00Z") };
    const message = event && messageOf("api-production", event, { missing: [] }, repeats, links, {});

    expect(JSON.stringify(message?.payload)).toContain("3 times since 04:16 UTC.");
  });
});
