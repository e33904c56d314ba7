import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { RoleClients } from "./roles";

/** Where a container gets the credentials of its task role (Amazon ECS Developer Guide, "Task IAM role"). */
export class CredentialsEndpoint {
  public readonly server = createServer((request, response) => {
    void this.answer(request.url ?? "").then(({ status, body }) => {
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    });
  });

  private readonly roles = new Map<string, { arn: string; clients: RoleClients }>();

  /** A path that only the containers of one task know. */
  public add(arn: string, clients: RoleClients): string {
    const path = `/v2/credentials/${randomUUID()}`;
    this.roles.set(path, { arn, clients });
    return path;
  }

  public remove(path: string): void {
    this.roles.delete(path);
  }

  private async answer(path: string): Promise<{ status: number; body: object }> {
    const role = this.roles.get(path);
    if (!role)
      return {
        status: 400,
        body: {
          code: "InvalidIdInRequest",
          message: "CredentialsV2Request: Credentials not found",
          HTTPErrorCode: 400,
        },
      };
    try {
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = await role.clients.credentials();
      return {
        status: 200,
        body: {
          RoleArn: role.arn,
          AccessKeyId: accessKeyId,
          SecretAccessKey: secretAccessKey,
          Token: sessionToken,
          Expiration: expiration.toISOString(),
        },
      };
    } catch (error) {
      return { status: 500, body: { code: "CredentialsError", message: (error as Error).message } };
    }
  }
}
