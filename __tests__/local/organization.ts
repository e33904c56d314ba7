import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { AwsClient } from "aws4fetch";
import type { clientsOf } from "../../local/account";

type Clients = ReturnType<typeof clientsOf>;

/** Another account of the organization whose management account is that of the tests. */
export interface Member {
  readonly id: string;
  /** They act in that account, with the rights of its operator. */
  readonly clients: Clients;
}

/** Creates the organization, for which no SDK is installed. */
export const organize = (clients: Clients) => organizations(clients, "CreateOrganization", {});

/** Adds an account to the organization. */
export async function addMember(clients: Clients): Promise<Member> {
  const created = (await organizations(clients, "CreateAccount", {
    AccountName: "copies",
    Email: "copies@example.com",
  })) as { CreateAccountStatus: { AccountId: string } };
  const id = created.CreateAccountStatus.AccountId;
  return { id, clients: await clientsIn(clients, id) };
}

/** Clients that act in an account, whether or not it is in the organization. */
export async function clientsIn(clients: Clients, accountId: string): Promise<Clients> {
  const { Credentials } = await new STSClient(clients).send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${accountId}:role/operator`,
      RoleSessionName: "test",
    }),
  );
  const { AccessKeyId = "", SecretAccessKey = "" } = Credentials ?? {};
  return { ...clients, credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey } };
}

async function organizations(clients: Clients, action: string, input: object): Promise<unknown> {
  const signer = new AwsClient({ ...clients.credentials, region: "us-east-1", service: "organizations" });
  const response = await signer.fetch(clients.endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSOrganizationsV20161128.${action}`,
    },
    body: JSON.stringify(input),
  });
  const body = await response.text();
  expect({ status: response.status, body }).toMatchObject({ status: 200 });
  return JSON.parse(body) as unknown;
}
