import type { Finished } from "../../local/processes";
import { run } from "../../local/processes";
import type { Sandbox } from "./sandbox";

/** What the reader of a page knows when a command is run: values of its placeholders, e.g. `region` for `<region>`. */
export type Values = Readonly<Record<string, string>>;

export interface Reader {
  readonly values?: Values;
  /** What is typed. */
  readonly input?: string;
  /** Who runs a command of `aws`. @default the operator of the sandbox */
  readonly as?: Sandbox["clients"];
}

/**
 * Runs a command of a page as its reader would, in the project of the sandbox. `aws` runs in the folder of the sandbox, where a test
 * writes the files of the page.
 */
export function follow(
  sandbox: Sandbox,
  words: readonly string[] = [],
  { values = {}, input, as }: Reader = {},
): Promise<Finished> {
  const filled = words.map((word) =>
    word.replace(/<(\w+)>/g, (placeholder, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`${words.join(" ")}: ${placeholder} has no value.`);
      return value;
    }),
  );
  const [program, , script] = filled;
  const args = filled.slice(filled.indexOf("--") + 1);
  if (program === "aws") {
    const endpoint = ["--endpoint-url", sandbox.clients.endpoint];
    const { accessKeyId, secretAccessKey } = (as ?? sandbox.clients).credentials;
    return run("aws", [...filled.slice(1), ...endpoint], {
      cwd: sandbox.folder,
      env: {
        ...sandbox.environment,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
      },
    });
  }
  if (program === "npm" && script === "ops")
    return sandbox.ops(args, { env: { OPS_PACE: "0.1" }, ...(input === undefined ? {} : { input }) });
  if (program === "npm" && script === "apply") return apply(sandbox, args[0] ?? "");
  throw new Error(`No test can run ${filled.join(" ")}`);
}

/** What `cdktf deploy` does, with the provider that is kept. */
async function apply(sandbox: Sandbox, stack: string): Promise<Finished> {
  const terraform = sandbox.terraform(stack);
  await terraform.init();
  return terraform.run("apply", "-auto-approve", "-input=false", "-no-color");
}

/** The same for a command that must succeed. */
export async function succeed(...command: Parameters<typeof follow>): Promise<Finished> {
  const finished = await follow(...command);
  if (finished.code !== 0)
    throw new Error(`${command[1]?.join(" ")} ended with ${finished.code}:\n${finished.output}`);
  return finished;
}
