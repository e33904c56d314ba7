import { endOf } from "../cli/command";
import { Output } from "../cli/output";
import { upgrade } from "./upgrade";

const output = new Output(false);

/** `npm run upgrade [-- <tag>]`, in the team's repository: the current folder, whose version can be older than this file. */
try {
  upgrade(process.cwd(), process.argv[2], (text) => output.print(text));
} catch (error) {
  const { exitCode, message } = endOf(error);
  output.fail(message);
  process.exitCode = exitCode;
}
