/** The arguments of the AWS CLI that open a tunnel through a host, whose end on this machine is a port. */
export function tunnelArgs({
  instance,
  database,
  port,
}: {
  /** The instance id of the host. */
  readonly instance: string;
  readonly database: { readonly host: string; readonly port: number };
  readonly port: number;
}): string[] {
  const parameters = {
    host: [database.host],
    portNumber: [String(database.port)],
    localPortNumber: [String(port)],
  };
  return [
    ...["ssm", "start-session", "--target", instance],
    ...["--document-name", "AWS-StartPortForwardingSessionToRemoteHost"],
    ...["--parameters", JSON.stringify(parameters)],
  ];
}
