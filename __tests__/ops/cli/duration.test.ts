import { ago, momentBefore } from "../../../ops/cli/duration";

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
    ["2026-11-24T02:59:20Z", "40 s"],
    ["2026-11-24T02:48:00Z", "12 min"],
    ["2026-11-24T00:00:00Z", "3 h"],
    ["2026-11-15T03:00:00Z", "9 d"],
    ["2026-11-24T03:00:05Z", "0 s"],
  ])("is shown in its largest unit: %s", (then, text) => {
    expect(ago(NOW, new Date(then))).toBe(text);
  });
});
