import { ago, duration, momentBefore } from "../../../ops/cli/duration";

const NOW = new Date("2026-11-24T03:00:00Z");

describe("A moment in the past", () => {
  it.each([
    ["90s", "2026-11-24T02:58:30.000Z"],
    ["15m", "2026-11-24T02:45:00.000Z"],
    ["2h", "2026-11-24T01:00:00.000Z"],
    ["3d", "2026-11-21T03:00:00.000Z"],
    ["2026-11-23T22:00Z", "2026-11-23T22:00:00.000Z"],
  ])("is read from %s", (text, moment) => {
    expect(momentBefore(NOW, text).toISOString()).toBe(moment);
  });

  it.each(["", "yesterday", "15", "m", "-5m", "2026-13-45"])("is not read from %j", (text) => {
    expect(() => momentBefore(NOW, text)).toThrow("Fix: Write e.g. 15m, 2h, 3d or 2026-11-24T03:00Z.");
  });

  it.each([
    ["2026-11-24T02:59:20Z", "40 s ago"],
    ["2026-11-24T02:56:10Z", "3 min ago"],
    ["2026-11-24T00:55:00Z", "2 h 5 min ago"],
    ["2026-11-24T00:00:00Z", "3 h ago"],
    ["2026-11-14T23:00:00Z", "9 d 4 h ago"],
    ["2026-11-24T03:00:05Z", "0 s ago"],
  ])("is shown to people in its two largest units, from minutes on: %s", (then, text) => {
    expect(ago(NOW, new Date(then))).toBe(text);
  });
});

it.each([
  [0, "0 s"],
  [59_600, "1 min"],
  [250_000, "4 min 10 s"],
  [3_600_000, "1 h"],
])("a duration of %d milliseconds is %s", (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});
