import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { Refusal } from "../../cli/refusal";
import { databaseOf, hostOf, taskWith } from "./places";
import { requirePrograms, session } from "./session";

/** Only containers of tasks can have these names. */
const CONTAINERS = ["app", "nginx", "worker", "scheduler"];

/**
 * A session through Session Manager, without an open port anywhere: in a container, on a host, or a tunnel to the
 * database.
 */
export async function shell(operation: Operation, place = "app"): Promise<Facts> {
  const { environment, signal } = operation;
  if (![...CONTAINERS, "host", "database"].includes(place)) {
    throw new Refusal(
      `There is no "${place}" to open a shell in. Known are: ${CONTAINERS.join(", ")}, host, database.`,
    );
  }
  if (CONTAINERS.includes(place) && !environment.shell) throw shellIsOff(operation);
  requirePrograms();

  const region = ["--region", environment.region];
  if (place === "database") {
    const tunnel = await tunnelTo(operation);
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
    `${environment} lets nobody into its containers: \`shell\` is false in environments/${environment}.ts.\n` +
      "Remedy: set shell: true and deploy service, which starts tasks with a writable root file system; or without that:\n" +
      `  a command    npm run ops -- run ${environment} -- artisan about\n` +
      `  the host     npm run ops -- shell ${environment} host\n` +
      `  the database npm run ops -- shell ${environment} database`,
  );

async function tunnelTo(operation: Operation) {
  const { environment, names, output } = operation;
  const [instance, database, localPort] = await Promise.all([
    hostOf(operation),
    databaseOf(operation),
    freePort(),
  ]);
  output.say(
    [
      `A tunnel to ${database.host}, until Ctrl-C. In another terminal:`,
      `  mysql --host 127.0.0.1 --port ${localPort} --ssl-mode REQUIRED --user ${environment.database.username} --password ${environment.database.databaseName}`,
      `Its password: aws ssm get-parameter --with-decryption --name ${names.databasePassword.name} --query Parameter.Value --output text`,
    ].join("\n"),
  );
  const parameters = {
    host: [database.host],
    portNumber: [String(database.port)],
    localPortNumber: [String(localPort)],
  };
  return {
    instance,
    args: [
      ...["ssm", "start-session", "--target", instance],
      ...["--document-name", "AWS-StartPortForwardingSessionToRemoteHost"],
      ...["--parameters", JSON.stringify(parameters)],
    ],
  };
}

/** A port of this machine that nobody listens on. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject).listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
