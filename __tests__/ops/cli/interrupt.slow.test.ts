import { spawnSync } from "node:child_process";
import { ROOT } from "../../helpers/project-copy";

/** A command that changes nothing. While it ends, the second signal arrives, which npm passes on. */
const COMMAND = `
  const { Output } = require("./ops/cli/output");
  const { endsAtOnce } = require("./ops/cli/interrupt");
  const output = new Output(false);
  endsAtOnce(output, { command: "logs" });
  const interrupted = output.interrupted.bind(output);
  output.interrupted = (text) => {
    process.kill(process.pid, "SIGINT");
    interrupted(text);
  };
  process.kill(process.pid, "SIGINT");
  setTimeout(() => undefined, 10_000);
`;

it("Ctrl-C under npm, which arrives twice, ends a command that changes nothing with 130", () => {
  const { status, signal, stderr } = spawnSync(process.execPath, ["--import", "tsx", "--eval", COMMAND], {
    cwd: ROOT,
    encoding: "utf8",
  });

  expect({ status, signal, stderr }).toEqual({
    status: 130,
    signal: null,
    stderr: expect.stringContaining("Interrupted.") as string,
  });
});
