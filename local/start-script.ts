import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { ROOT } from "./project";

export interface ScriptOptions {
  /** The file to which its output is appended. */
  readonly log: string;
  readonly variables: Record<string, string>;
  /** Whether it keeps running when this process ends. Otherwise its standard input then ends. */
  readonly outlives: boolean;
}

/** Starts a TypeScript file of the embedded AWS as a process of its own. It gets no variables but PATH, HOME and the given ones. */
export function startScript(script: string, args: readonly string[], options: ScriptOptions): ChildProcess {
  const { log, variables, outlives } = options;
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, "a");
  const child = spawn(process.execPath, ["--import", "tsx", script, ...args], {
    cwd: ROOT,
    detached: outlives,
    stdio: [outlives ? "ignore" : "pipe", output, output],
    env: {
      PATH: process.env.PATH ?? "",
      HOME: process.env.HOME ?? "",
      // Without the SDK's warning about the next version of Node.js in each log.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      ...variables,
    },
  });
  closeSync(output);
  if (outlives) child.unref();
  return child;
}
