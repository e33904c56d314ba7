import { Command } from "commander";
import { bootstrap } from "./bootstrap";
import { encrypt } from "./encrypt";
import { environmentNamed } from "./environments";
import { Refusal } from "./refusal";
import { addReview } from "./review/command";
import { readSecret } from "./terminal";

const program = new Command("ops").description("What an operator does beside `cdktf deploy`.");

program
  .command("bootstrap <environment>")
  .description("make the bucket that holds the Terraform state")
  .action((name: string) => bootstrap(environmentNamed(name), console.log));

program
  .command("encrypt <environment>")
  .description("encrypt a secret, typed or piped in, for the environment file")
  .action(async (name: string) => console.log(await encrypt(environmentNamed(name), readSecret)));

program
  .command("exceptions <environment>")
  .description("list what its resources are excepted from the policies for, and why")
  .action(async (name: string) => {
    const { exceptionsFrom } = await import("./exceptions");
    console.log(exceptionsFrom(environmentNamed(name)).join("\n\n"));
  });

addReview(program);

program.parseAsync().catch((error: unknown) => {
  const said =
    error instanceof Error
      ? error instanceof Refusal
        ? error.message
        : `${error.name}: ${error.message}`
      : error;
  console.error(said);
  process.exitCode = 1;
});
