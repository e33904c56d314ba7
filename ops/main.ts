import { Command, InvalidArgumentError } from "commander";
import { endOf, operate } from "./cli/command";
import type { LogsOptions } from "./commands/logs/logs";
import type { DeployOptions } from "./release/deploy";
import type { RollbackOptions } from "./release/rollback";
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

const minutes = (given: string): number => {
  const number = Number(given);
  if (!(number > 0)) throw new InvalidArgumentError("It must be a number of minutes above 0.");
  return number;
};

const command = (name: string, description: string, parent = program) =>
  parent
    .command(name)
    .description(description)
    .argument("<environment>", "e.g. production")
    .option("--json", "print one JSON document, and everything else to standard error");

command(
  "bootstrap",
  "prepare the account: state bucket, service-linked roles, checks of what a deploy needs",
).action(operate(async (operation) => (await import("./commands/bootstrap/bootstrap")).bootstrap(operation)));

command("encrypt", "encrypt a secret, typed or piped in, for the environment file").action(
  operate(async (operation) => (await import("./commands/encrypt")).encrypt(operation)),
);

command("exceptions", "list what its resources are excepted from the policies for, and why").action(
  operate(
    async ({ environment, output }) => {
      const exceptions = (await import("./commands/exceptions")).exceptionsFrom(environment);
      output.say(exceptions.join("\n\n"));
      return { exceptions };
    },
    { asksAws: false },
  ),
);

command("deploy", "deploy images that were pushed")
  .option("--tag <tag>", "the tag of both images, e.g. a commit")
  .option("--app <tag>", "the tag of the app image alone")
  .option("--nginx <tag>", "the tag of the nginx image alone")
  .option("--timeout <minutes>", "how long each service may take", minutes, 15)
  .action(
    operate<DeployOptions & { json?: boolean }>(async (operation, options) =>
      (await import("./release/deploy")).deploy(operation, options),
    ),
  );

command("rollback", "return to the last good release, or abort a deploy that is at work")
  .option("--to <revision|tag>", "e.g. api-production-web:12, or the tag of an app image")
  .option("--timeout <minutes>", "how long each service may take", minutes, 15)
  .action(
    operate<RollbackOptions & { json?: boolean }>(async (operation, options) =>
      (await import("./release/rollback")).rollback(operation, options),
    ),
  );

command("status", "what runs where, and what is wrong, why, and what to do next").action(
  operate(async (operation) => (await import("./commands/status/status")).status(operation)),
);

command("logs", "what the containers wrote, in the order of time")
  .option("-f, --follow", "go on until Ctrl-C")
  .option("-c, --container <name>", "one of app, nginx, worker, scheduler, migrate (default: all)")
  .option("-s, --since <time>", "how long ago, or a date and time", "15m")
  .action(
    operate<LogsOptions>(async (operation, options) =>
      (await import("./commands/logs/logs")).logs(operation, options),
    ),
  );

command("run", "run a command in a task of its own, e.g. run production -- artisan about")
  .argument("[command...]", "what the container runs, after --")
  .action(
    operate(async (operation, _options, args) => (await import("./commands/run")).run(operation, args)),
  );

command("shell", "a shell in a container or on a host, or a tunnel to the database")
  .argument("[place]", "app, nginx, worker, scheduler, host or database", "app")
  .action(
    operate(async (operation, _options, [place]) =>
      (await import("./commands/shell/shell")).shell(operation, place),
    ),
  );

const secret = program.command("secret").description("what the application keeps to itself");
command("set", "put a secret that operators keep, typed or piped in", secret)
  .argument("<name>", "its environment variable, e.g. MAIL_PASSWORD")
  .action(
    operate(async (operation, _options, [name = ""]) =>
      (await import("./commands/secret/secret-set")).secretSet(operation, name),
    ),
  );

command("cost", "what the environment costs a month, and what each switch would change").action(
  operate(async (operation) => (await import("./commands/cost/show-cost")).cost(operation), {
    asksAws: false,
  }),
);

command("redrive", "tell Slack what it could not be told of").action(
  operate(async (operation) => (await import("./commands/redrive")).redrive(operation)),
);

addReview(program);

program.parseAsync().catch((error: unknown) => {
  const { exitCode, message } = endOf(error);
  if (message) console.error(message);
  process.exitCode = exitCode;
});
