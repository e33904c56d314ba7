import { endOf } from "../cli/command";
import { upgrade } from "./upgrade";

/** `npm run upgrade [-- <tag>]`, in the team's repository: the current folder, whose version can be older than this file. */
try {
  upgrade(process.cwd(), process.argv[2], (text) => console.log(text));
} catch (error) {
  const { exitCode, message } = endOf(error);
  console.error(message);
  process.exitCode = exitCode;
}
