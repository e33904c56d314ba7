import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { enforcePolicies } from "../../policies/enforce";

export type Build = (stack: TerraformStack) => void;

/** What was said about the stacks, one for each function, or "accepted"; and the files that were written. */
export function synthesize(...builds: readonly Build[]): { message: string; files: string[] } {
  const outdir = mkdtempSync(join(tmpdir(), "policies-"));
  try {
    const app = new App({ outdir, stackTraces: false });
    builds.forEach((build, index) => {
      const stack = new TerraformStack(app, `stack-${index + 1}`);
      new AwsProvider(stack, "aws", { region: "eu-west-1" });
      build(stack);
    });
    enforcePolicies(app);
    return { message: messageOf(() => app.synth()), files: filesIn(outdir) };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The message alone, after making sure that something was written if, and only if, it was accepted. */
export function synth(...builds: readonly Build[]): string {
  const { message, files } = synthesize(...builds);
  expect(files.length > 0).toBe(message === "accepted");
  return message;
}

function messageOf(run: () => void): string {
  try {
    run();
    return "accepted";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** `new App` makes empty folders. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}
