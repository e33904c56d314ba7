import type { Environment } from "../../../config/environment";
import { workerNamesOf } from "../../../config/worker-groups";
import { awsLine } from "../../../facts/shell-words";
import { freePort } from "../../cli/free-port";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { Refusal } from "../../cli/refusal";
import { databaseOf, hostOf, taskWith } from "./places";
import { requirePrograms, session } from "./session";
import { tunnelArgs } from "./tunnel";

/** The containers in which a shell can be opened. */
const containersOf = (environment: Environment): string[] => [
  "app",
  "nginx",
  ...workerNamesOf(environment),
  "scheduler",
];

/**
 * Opens a session through Session Manager, which needs no open port: in a container, on a host, or a tunnel to the database.
 *
 * @param database a restored or replaced database. @default the environment's own
 */
export async function shell(operation: Operation, place = "app", database?: string): Promise<Facts> {
  const { environment, signal } = operation;
  const containers = containersOf(environment);
  if (![...containers, "host", "database"].includes(place)) {
    throw new Refusal(
      `The place "${place}" does not exist.\nFix: Use one of: ${containers.join(", ")}, host, database.`,
    );
  }
  if (database !== undefined && place !== "database") {
    throw new Refusal(
      `--instance is for the database, not for "${place}".\nFix: npm run ops -- shell ${environment.environment} database --instance ${database}`,
    );
  }
  if (containers.includes(place) && !environment.shell) throw shellIsOff(operation);
  requirePrograms();

  const region = ["--region", environment.region];
  if (place === "database") {
    const tunnel = await tunnelTo(operation, database);
    await session([...tunnel.args, ...region], signal);
    return { place, instance: tunnel.instance };
  }
  if (place === "host") {
    const instance = await hostOf(operation);
    await session(["ssm", "start-session", "--target", instance, ...region], signal);
    return { place, instance };
  }
  const task = await taskWith(operation, place);
  const { cluster } = operation.names;
  await session(
    [
      "ecs",
      "execute-command",
      ...["--cluster", cluster.name, "--task", task, "--container", place],
      ...["--interactive", "--command", "bash"],
      ...region,
    ],
    signal,
  );
  return { place, task };
}

const shellIsOff = ({ environment: { environment } }: Operation) =>
  new Refusal(
    `${environment} does not allow shells in containers: \`shell\` is false in environments/${environment}.ts.\n` +
      "Fix: Set shell: true and deploy the service stack, which starts tasks with a writable root file system. Or use:\n" +
      `  a command    npm run ops -- run ${environment} -- artisan about\n` +
      `  the host     npm run ops -- shell ${environment} host\n` +
      `  the database npm run ops -- shell ${environment} database`,
  );

async function tunnelTo(operation: Operation, instanceName: string | undefined) {
  const { environment, names, output } = operation;
  const [instance, database, localPort] = await Promise.all([
    hostOf(operation),
    databaseOf(operation, instanceName),
    freePort(),
  ]);
  output.print(
    [
      `Tunnel to ${database.host}. Press Ctrl-C to close it. In another terminal run:`,
      `  mysql --host 127.0.0.1 --port ${localPort} --ssl-mode REQUIRED --user ${environment.database.username} --password ${environment.database.databaseName}`,
      `Read the password with: ${awsLine(environment, "ssm", "get-parameter", "--with-decryption", "--name", names.databasePassword.name, "--query", "Parameter.Value", "--output", "text")}`,
    ].join("\n"),
  );
  return { instance, args: tunnelArgs({ instance, database, port: localPort }) };
}
