import { Screen } from "../../../ops/cli/screen";
import { bad, emphasized } from "../../../ops/cli/style";
import { shown } from "../../../ops/cli/text";

const LONG = Array.from({ length: 30 }, () => "word").join(" ");

/** What a destination gets. */
function written(env: NodeJS.ProcessEnv, { isTTY = true, json = false, columns = 0 } = {}): string {
  let text = "";
  const sink = { isTTY, ...(columns ? { columns } : {}), write: (more: string) => (text += more) };
  new Screen(sink, json, env).lines([bad("red"), " ", LONG]);
  return text;
}

describe("Colours", () => {
  it.each<[string, NodeJS.ProcessEnv, Parameters<typeof written>[1]]>([
    ["on a terminal", { TERM: "xterm" }, {}],
    ["in a pipe with FORCE_COLOR", { FORCE_COLOR: "1" }, { isTTY: false }],
  ])("are shown %s", (_where, env, destination) => {
    expect(written(env, destination)).toMatch(/^\u001b\[31m\u001b\[1mred\u001b\[22m\u001b\[39m word/);
  });

  it.each<[string, NodeJS.ProcessEnv, Parameters<typeof written>[1]]>([
    ["in a pipe", { TERM: "xterm" }, { isTTY: false }],
    ["in a CI job", { CI: "true", GITHUB_ACTIONS: "true" }, { isTTY: false }],
    ["with NO_COLOR", { TERM: "xterm", NO_COLOR: "1" }, {}],
    ["with FORCE_COLOR=0", { TERM: "xterm", FORCE_COLOR: "0" }, {}],
    ["on a dumb terminal", { TERM: "dumb" }, {}],
    ["with --json", { TERM: "xterm" }, { json: true }],
    ["with --json and FORCE_COLOR", { FORCE_COLOR: "1" }, { isTTY: false, json: true }],
  ])("are not shown %s", (_where, env, destination) => {
    expect(written(env, destination)).toMatch(/^red word/);
  });
});

describe("Lines", () => {
  const widest = (text: string) => Math.max(...text.split("\n").map(({ length }) => length));

  it("are as wide as the terminal, or 80 columns if it has no width", () => {
    const env = { TERM: "xterm", NO_COLOR: "1" };
    expect(widest(written(env, { columns: 60 }))).toBeLessThanOrEqual(60);
    expect(widest(written(env))).toBe(78);
  });

  it.each<[string, NodeJS.ProcessEnv, Parameters<typeof written>[1]]>([
    ["in a pipe", {}, { isTTY: false }],
    ["in a CI job", { CI: "true" }, {}],
    ["with --json", { TERM: "xterm" }, { json: true }],
  ])("are not wrapped %s", (_where, env, destination) => {
    expect(written(env, destination)).toContain(`red ${LONG}\n`.slice(3));
  });
});

it("A problem has its name and the names of its parts in bold", () => {
  const message =
    "2 problems:\n\nweb: x\n  Why: y\n  Fix: z\n\nproduction: a\n  got      1\n  fix      2\n\nlog line";
  const text = shown(emphasized(message, bad), true)
    .replaceAll("\u001b[1m", "<b>")
    .replaceAll("\u001b[22m", "</b>");
  expect(text.replaceAll(/\u001b\[\d+m/g, "")).toBe(
    "<b>2 problems:</b>\n\n<b>web: x</b>\n<b>  Why:</b> y\n<b>  Fix:</b> z\n\n<b>production: a</b>\n<b>  got</b>      1\n<b>  fix</b>      2\n\nlog line",
  );
});
