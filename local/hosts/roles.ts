import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { clientsOf } from "../account";

export type Clients = ReturnType<typeof clientsOf>;

interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** The configuration of clients that call AWS as a role, which is assumed at the first call and again before it expires. */
export interface RoleClients extends Omit<Clients, "credentials"> {
  readonly credentials: () => Promise<RoleCredentials>;
}

/** How long before they expire credentials are replaced. */
const RENEWAL_MILLISECONDS = 15 * 60 * 1_000;

/** As EC2 and ECS assume a role for an instance or a task. They are kept, so that no later caller waits for STS. */
export function clientsAs(roleArn: string, session: string, clients: Clients): RoleClients {
  let known: RoleCredentials | undefined;
  const credentials = async (): Promise<RoleCredentials> => {
    if (known && known.expiration.getTime() - Date.now() > RENEWAL_MILLISECONDS) return known;
    const sts = new STSClient(clients);
    const { Credentials: given } = await sts
      .send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: session }))
      .finally(() => sts.destroy());
    known = {
      accessKeyId: given?.AccessKeyId ?? "",
      secretAccessKey: given?.SecretAccessKey ?? "",
      sessionToken: given?.SessionToken ?? "",
      expiration: given?.Expiration ?? new Date(0),
    };
    return known;
  };
  return { ...clients, credentials };
}
