import { Command, InvalidArgumentError } from "commander";
import { version } from "../package.json";
import {
  endOf,
  isAboutCommandLine,
  isAboutMissingEnvironment,
  operate,
  operateAnywhere,
} from "./cli/command";
import { addCommand } from "./cli/add-command";
import { endsWithItsReader, outlivesItsReaders } from "./cli/interrupt";
import { Output } from "./cli/output";
import type { CopyDockerOptions } from "./commands/copy-docker/copy-docker";
import { addDatabase } from "./commands/database/command";
import { addState } from "./commands/state/command";
import type { DoctorOptions } from "./commands/doctor/doctor";
import type { InitOptions } from "./commands/init/answers";
import type { LaunchOptions } from "./commands/launch/launch";
import type { LogsOptions } from "./commands/logs/logs";
import type { MaintenanceOptions } from "./commands/maintenance/maintenance";
import type { DeployOptions } from "./release/deploy-options";
import type { RollbackOptions } from "./release/rollback";
import { addReview } from "./review/command";

// Otherwise the SDK warns on every start about the Node.js version that it will require next.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
outlivesItsReaders(process);

/** The operator's commands. Each command imports its code only when it is called. */
const program = new Command("ops")
  .version(version)
  .description("The operator's commands, in addition to `cdktf deploy`.")
  .addHelpText("after", "\nExit codes: 0 success, 1 failure, 2 refused before any change, 130 interrupted.")
  .configureOutput({ outputError: (text) => new Output(false).fail(text.trimEnd()) })
  // Otherwise the terminal breaks the descriptions in the middle of a word.
  .configureHelp({ minWidthToWrap: 20, styleTitle: (title) => `\u001b[1m${title}\u001b[22m` })
  .exitOverride();

const minutes = (given: string): number => {
  const number = Number(given);
  if (!(number > 0)) throw new InvalidArgumentError("It must be a number of minutes greater than 0.");
  return number;
};

const command = (name: string, description: string) => addCommand(program, name, description);

program
  .command("init")
  .description("write environments/<environment>.ts: asks, or takes flags and defaults")
  .argument("[environment]", "e.g. production", "production")
  .option("--application <name>", "e.g. shop; every name begins with it")
  .option("--account <id>", "the AWS account (default: that of your credentials)")
  .option("--region <region>", "e.g. ap-northeast-1 (default: AWS_REGION, or that of the profile)")
  .option(
    "--zones <zones>",
    "availability zones, separated by commas (default: the first three of the account)",
  )
  .option("--domain <name>", "the API's host name, e.g. api.example.com")
  .option("--no-domain", "plain HTTP, without a domain")
  .option("--hosted-zone <name>", "its Route 53 hosted zone (default: the parent of the domain)")
  .option("--instance-type <type>", "the hosts (default: t3.small)")
  .option("--instance-class <class>", "the database (default: db.t4g.micro)")
  .option("--cidr <range>", "the network (default: the first free one of 10.0.0.0/16, 10.1.0.0/16, ...)")
  .option("--email <address>", "who gets the alarms (default: no one)")
  .option("--no-email", "no e-mail")
  .option("--slack <channel>", "where deployments and failures are posted, e.g. #deploy (default: nowhere)")
  .option("--no-slack", "no Slack messages")
  .option("--app <folder>", "your Laravel repository, whose GitHub remote is a default, e.g. ../api")
  .option("--app-repository <owner/name>", "its GitHub repository")
  .option("--no-app-repository", "an IAM user deploys, instead of GitHub Actions")
  .option("--repository <owner/name>", "the GitHub repository of this project (default: its remote)")
  .option("--production", "customers depend on it (default: if its name is production, prod or live)")
  .option("--no-production", "tests only: cheaper, without protection from deletion")
  .option("--keep-examples", "keep the environments that this project comes with")
  .option("-y, --yes", "ask nothing: take the flags and the defaults")
  .option("--json", "print one JSON document to standard output, and all other text to standard error")
  .action(
    operateAnywhere<InitOptions & { json?: boolean }>(async (environment, options, output) =>
      (await import("./commands/init/init")).init(environment, options, output),
    ),
  );

command(
  "bootstrap",
  "prepare the account: check what a deploy needs, create the state bucket and the service-linked roles",
).action(operate(async (operation) => (await import("./commands/bootstrap/bootstrap")).bootstrap(operation)));

command("launch", "from an empty account to the first release; run it again to continue")
  .requiredOption("--app <folder>", "your Laravel repository, e.g. ../api")
  .option("--tag <tag>", "another tag than the commit of the repository, for both images")
  .option("--timeout <minutes>", "the time limit of the release for each service", minutes, 15)
  .option("-y, --yes", "do not ask before anything is created")
  .action(
    operate<LaunchOptions & { json?: boolean }>(
      async (operation, options) => (await import("./commands/launch/launch")).launch(operation, options),
      { needsTasks: true },
    ),
  );

command(
  "doctor",
  "check the account and the application for all that would fail in a deployment; change nothing",
)
  .option("--app <folder>", "also check the Laravel repository in this folder, e.g. ../api")
  .action(
    operate<DoctorOptions & { json?: boolean }>(
      async (operation, options) => (await import("./commands/doctor/doctor")).doctor(operation, options),
      { asksAws: false, changes: false },
    ),
  );

command(
  "copy-docker",
  "copy the files of the images into a Laravel repository; show what changes, and ask first",
)
  .requiredOption("--app <folder>", "your Laravel repository, e.g. ../api")
  .option("-y, --yes", "do not ask")
  .action(
    operate<CopyDockerOptions & { json?: boolean }>(
      async ({ output }, options) => {
        const { confirmOnTerminal } = await import("./commands/init/ask");
        const { copyDocker } = await import("./commands/copy-docker/copy-docker");
        const agrees = process.stdin.isTTY ? confirmOnTerminal : undefined;
        return copyDocker(options, { output, agrees });
      },
      { asksAws: false, changes: false },
    ),
  );

command("encrypt", "encrypt a secret, typed or piped in, for environments/<environment>.ts").action(
  operate(async (operation) => (await import("./commands/encrypt")).encrypt(operation)),
);

command("exceptions", "list the exceptions from the policies, and the reason for each").action(
  operate(
    async ({ environment, output }) => {
      const exceptions = (await import("./commands/exceptions")).exceptionsFrom(environment);
      output.print(exceptions.join("\n\n"));
      return { exceptions };
    },
    { asksAws: false, changes: false },
  ),
);

command("deploy", "deploy images: those of a commit, or of a Laravel repository that is built first")
  .option("--tag <tag>", "the tag of both images, e.g. a commit")
  .option("--build <folder>", "build and push both images of this Laravel repository first, e.g. ../api")
  .option("--app <tag>", "the tag of the app image alone")
  .option("--nginx <tag>", "the tag of the nginx image alone")
  .option("--no-migrate", "do not run the migration")
  .option("--pretend", "show the SQL of the migration first, then ask; without a terminal, release nothing")
  .option("--maintenance", "answer requests with 503 from the migration until the release is complete")
  .option("--snapshot", "take a snapshot of the database before the migration, and wait for it")
  .option("--timeout <minutes>", "the time limit for each service", minutes, 15)
  .action(
    operate<DeployOptions & { build?: string; json?: boolean }>(
      async (operation, { build, ...options }) =>
        build === undefined
          ? (await import("./release/deploy")).deploy(operation, options)
          : (await import("./commands/launch/build-and-deploy")).buildAndDeploy(operation, {
              build,
              ...options,
            }),
      { needsTasks: true },
    ),
  );

command("rollback", "return to the last healthy release, or abort a deploy that is in progress")
  .option("--to <revision|tag>", "e.g. api-production-web:12, or the tag of an app image")
  .option("--timeout <minutes>", "the time limit for each service", minutes, 15)
  .action(
    operate<RollbackOptions & { json?: boolean }>(
      async (operation, options) => (await import("./release/rollback")).rollback(operation, options),
      { needsTasks: true },
    ),
  );

command("maintenance", "answer every request with 503 at the load balancer, or end that")
  .argument("<state>", "on or off")
  .option("--secret", "let requests with a secret pass, which is typed or piped in")
  .action(
    operate<MaintenanceOptions & { json?: boolean }>(async (operation, options, [state = ""]) =>
      (await import("./commands/maintenance/maintenance")).maintenance(operation, state, options),
    ),
  );

command("status", "show what is running, what is wrong, the cause and the fix").action(
  operate(async (operation) => (await import("./commands/status/status")).status(operation), {
    changes: false,
  }),
);

command("logs", "print the logs of all containers, ordered by time")
  .option("-f, --follow", "print new lines until Ctrl-C")
  .option(
    "-c, --container <name>",
    "one of app, nginx, worker, worker_<name>, scheduler, migrate (default: all)",
  )
  .option("-s, --since <time>", "how far back: a duration, or a date and time", "15m")
  .action(
    operate<LogsOptions>(
      async (operation, options) => {
        endsWithItsReader(process);
        return (await import("./commands/logs/logs")).logs(operation, options);
      },
      { changes: false },
    ),
  );

command("run", "run a command in a one-off task, e.g. run production -- artisan about")
  .argument("[command...]", "the command, after --")
  .action(
    operate(async (operation, _options, args) => (await import("./commands/run/run")).run(operation, args), {
      needsTasks: true,
    }),
  );

command("shell", "open a shell in a container or on a host, or a tunnel to the database")
  .argument("[place]", "app, nginx, worker, worker_<name>, scheduler, host or database", "app")
  .option("--instance <id>", "of the database: a restored or replaced one, from database restore")
  .action(
    operate<{ instance?: string; json?: boolean }>(
      async (operation, { instance }, [place]) =>
        (await import("./commands/shell/shell")).shell(operation, place, instance),
      { needsTasks: true },
    ),
  );

addDatabase(program);
addState(program);

const secret = program.command("secret").description("application secrets");
addCommand(secret, "set", 'set a secret whose source is "operator", or the Slack webhook, typed or piped in')
  .argument("<name>", "the environment variable, e.g. MAIL_PASSWORD, or slack-webhook")
  .action(
    operate(async (operation, _options, [name = ""]) =>
      (await import("./commands/secret/secret-set")).secretSet(operation, name),
    ),
  );

command("cost", "show the monthly cost, and how each switch would change it").action(
  operate(async (operation) => (await import("./commands/cost/show-cost")).cost(operation), {
    asksAws: false,
    changes: false,
  }),
);

command("redrive", "post the events in the notifier's dead-letter queue to Slack").action(
  operate(async (operation) => (await import("./commands/redrive")).redrive(operation)),
);

addReview(program);

/** The command that was typed, e.g. `database` and `dump`. */
function namesIn([word, ...rest]: readonly string[], { commands }: Command): string[] {
  const known = commands.find((each) => each.name() === word);
  return known ? [known.name(), ...namesIn(rest, known)] : [];
}

program.parseAsync().catch(async (error: unknown) => {
  const { exitCode, message } = endOf(error);
  if (message) new Output(false).fail(message);
  process.exitCode = exitCode;
  if (isAboutMissingEnvironment(error)) {
    const { environmentNames } = await (await import("./cli/environments-file")).environmentsFile();
    new Output(false).note(`Fix: Use one of: ${environmentNames()}.`);
  } else if (isAboutCommandLine(error)) {
    const typed = namesIn(process.argv.slice(2), program);
    new Output(false).note(`Fix: See what is allowed: ${["npm run ops --", ...typed, "--help"].join(" ")}`);
  }
});
