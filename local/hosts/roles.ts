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

/** As EC2 and ECS assume a role for an instance or a task. */
export const clientsAs = (roleArn: string, session: string, clients: Clients): RoleClients => ({
  ...clients,
  credentials: async () => {
    const sts = new STSClient(clients);
    const { Credentials: given } = await sts
      .send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: session }))
      .finally(() => sts.destroy());
    return {
      accessKeyId: given?.AccessKeyId ?? "",
      secretAccessKey: given?.SecretAccessKey ?? "",
      sessionToken: given?.SessionToken ?? "",
      expiration: given?.Expiration ?? new Date(0),
    };
  },
});
