import { Command } from "commander";
import { endOf, operate } from "./command";
import { environmentNamed } from "./environments";
import { addReview } from "./review/command";

// The SDK would say on every start which Node.js it will want next year.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
// Whoever reads may have enough (`| head`); a deploy goes on all the same.
process.stdout.on("error", () => undefined);

/** The operator's commands. Each loads what it needs only when it is called. */
const program = new Command("ops")
  .description("What an operator does beside `cdktf deploy`.")
  .addHelpText("after", "\nExit codes: 0 done, 1 failed, 2 refused and nothing touched, 130 interrupted.")
  .exitOverride();

const command = (name: string, description: string) =>
  program
    .command(name)
    .description(description)
    .argument("<environment>", "e.g. production")
    .option("--json", "print one JSON document, and everything else to standard error");

command("bootstrap", "make the bucket that holds the Terraform state").action(
  operate(async (operation) => (await import("./bootstrap")).bootstrap(operation)),
);

command("encrypt", "encrypt a secret, typed or piped in, for the environment file").action(
  operate(async (operation) => (await import("./encrypt")).encrypt(operation)),
);

program
  .command("exceptions <environment>")
  .description("list what its resources are excepted from the policies for, and why")
  .action(async (name: string) => {
    const { exceptionsFrom } = await import("./exceptions");
    console.log(exceptionsFrom(environmentNamed(name)).join("\n\n"));
  });

addReview(program);

program.parseAsync().catch((error: unknown) => {
  const { exitCode, message } = endOf(error);
  if (message) console.error(message);
  process.exitCode = exitCode;
});
