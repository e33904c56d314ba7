import { beginningOf, LogEvents } from "../../../local/hosts/log-events";

const messages = (events: LogEvents) => events.take().map(({ message }) => message);

describe("the events of a log", () => {
  it("are lines, whatever the pieces in which they arrive", () => {
    const events = new LogEvents(undefined);
    events.add("on", "stdout", 1);
    events.add("an error\n", "stderr", 2);
    events.add("e\n\ntwo\nla", "stdout", 3);
    events.end(4);

    expect(messages(events)).toEqual(["an error", "one", "two", "la"]);
  });

  it("begin with a date, or with a pattern", () => {
    const dated = new LogEvents(beginningOf({ "awslogs-datetime-format": "%Y-%m-%d %H:%M:%S" }));
    dated.add(
      "[2026-01-02 03:04:05] a\n  trace\n2026-13-40 not a date\n2026-01-02 03:04:06 b\n",
      "stdout",
      1,
    );
    expect(messages(dated)).toEqual([
      "[2026-01-02 03:04:05] a\n  trace\n2026-13-40 not a date",
      "2026-01-02 03:04:06 b",
    ]);

    const patterned = new LogEvents(beginningOf({ "awslogs-multiline-pattern": "^INFO" }));
    patterned.add("INFO a\nb\nINFO c\n", "stdout", 1);
    expect(messages(patterned)).toEqual(["INFO a\nb", "INFO c"]);
  });

  it("stay open until they are old enough", () => {
    const events = new LogEvents(beginningOf({ "awslogs-multiline-pattern": "^INFO" }));
    events.add("INFO a\n", "stdout", 10);

    expect(events.take(9)).toEqual([]);
    events.add("b\n", "stdout", 11);
    expect(events.take(11)).toEqual([{ timestamp: 10, message: "INFO a\nb" }]);
  });
});
