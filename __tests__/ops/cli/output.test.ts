import { Output } from "../../../ops/cli/output";
import { bold } from "../../../ops/cli/style";

/** What was written where, by an output on a terminal or on a pipe. */
function output({ json = false, isTTY = false } = {}) {
  const written = { out: "", errors: "" };
  const sink = (to: keyof typeof written) => ({
    isTTY,
    write: (text: string) => {
      written[to] += text;
    },
  });
  return { written, output: new Output(json, sink("out"), sink("errors"), { TERM: "xterm" }) };
}

describe("what a command says", () => {
  it("is for people, on standard output", () => {
    const { output: it, written } = output();
    it.print("web rolls");
    it.finish({ ok: true });

    expect(written).toEqual({ out: "web rolls\n", errors: "" });
  });

  it("is one document on standard output with --json, and the rest on standard error", () => {
    const { output: it, written } = output({ json: true });
    it.print("web rolls");
    it.progress("1 of 1 running");
    it.warn("careful");
    it.finish({ ok: true });

    expect(JSON.parse(written.out)).toEqual({ ok: true });
    expect(written.errors).toBe("web rolls\n1 of 1 running\ncareful\n");
  });

  it("is a plain line for each change without a terminal", () => {
    const { output: it, written } = output();
    for (const line of ["0 of 1", "0 of 1", "1 of 1"]) it.progress(line);

    expect(written.out).toBe("0 of 1\n1 of 1\n");
  });

  const live = (text: string) => `\r\u001b[K\u001b[?7l\u001b[2m 0 s\u001b[22m  ${text}\u001b[?7h`;

  it("is one line that changes on a terminal, and gives way to what stays", () => {
    const { output: it, written } = output({ isTTY: true });
    it.progress("0 of 1");
    it.progress("1 of 1");
    it.print("web runs");

    expect(written.out).toBe(`${live("0 of 1")}${live("1 of 1")}\r\u001b[Kweb runs\n`);
  });
});

const HOSTILE = "\u001b]52;c;cm0=\u0007ok\r\u202e DB_PASSWORD=hunter2\n::stop-commands::x\n  ##[error]y";
const CLEANED = "ok DB_PASSWORD=[hidden]\n: :stop-commands::x\n  # #[error]y";

describe("foreign text", () => {
  it("is cleaned in every way to the terminal or the log", () => {
    const { output: it, written } = output();
    it.print(HOSTILE);
    it.progress(HOSTILE);
    it.warn(HOSTILE);

    expect(written.out).toBe(`${CLEANED}\n${CLEANED.replaceAll("\n", " ")}\n`);
    expect(written.errors).toBe(`${CLEANED}\n`);
  });

  it("is cleaned in the JSON document", () => {
    const { output: it, written } = output({ json: true });
    it.finish({ lines: [{ text: HOSTILE }] });

    expect(written.out).not.toMatch(/hunter2|\\u001b|\u202e/);
    expect(JSON.parse(written.out)).toEqual({
      lines: [{ text: "ok DB_PASSWORD=[hidden]\n::stop-commands::x\n  ##[error]y" }],
    });
    expect(written.out).not.toMatch(/^\s*::|##\[/m);
  });

  it("is cleaned inside a style of ours, which stays", () => {
    const { output: it, written } = output({ isTTY: true });
    it.print([bold("web"), ": ", "\u001b[31mred"]);
    it.print(["::", "stop-commands::x"]);

    expect(written.out).toBe("\u001b[1mweb\u001b[22m: red\n: :stop-commands::x\n");
  });
});
