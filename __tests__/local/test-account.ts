import { CreateDBInstanceCommand, type CreateDBInstanceMessage, RDSClient } from "@aws-sdk/client-rds";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AwsClient } from "aws4fetch";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clientsOf } from "../../local/account";
import { startAws, stopAws } from "../../local/aws";
import { LOCAL } from "../../local/project";

export const REGION = "ap-northeast-1";
export const ACCOUNT = "123456789012";
export const arn = (service: string, resource: string) =>
  `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

/** An account of the embedded AWS for the tests of one file, with the few things that several of them make in it. */
export class TestAccount {
  private constructor(
    /** Of its own, removed at the end. */
    public readonly folder: string,
    /** The folder of the embedded registry. */
    public readonly registry: string,
    public readonly endpoint: string,
    public readonly clients: ReturnType<typeof clientsOf>,
  ) {}

  /** @param options.pace one second of the embedded AWS takes this share of a second */
  public static async open({ pace = 0.01 } = {}): Promise<TestAccount> {
    const folder = mkdtempSync(join(tmpdir(), "embedded-aws-"));
    const registry = join(folder, "registry");
    const { endpoint } = await startAws({ folder, pythonFolder: LOCAL, registry, forTests: true, pace });
    return new TestAccount(folder, registry, endpoint, clientsOf(endpoint, REGION));
  }

  public async close(): Promise<void> {
    await stopAws(this.folder);
    rmSync(this.folder, { recursive: true });
  }

  /** A request of EventBridge, for which no SDK is installed. */
  public async events(action: string, input: object): Promise<void> {
    const signer = new AwsClient({ ...this.clients.credentials, region: REGION, service: "events" });
    const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": `AWSEvents.${action}` };
    const response = await signer.fetch(this.endpoint, {
      method: "POST",
      headers,
      body: JSON.stringify(input),
    });
    expect({ status: response.status, body: await response.text() }).toMatchObject({ status: 200 });
  }

  /** @param rule the rule that may send to it */
  public async queue(name: string, rule?: string): Promise<string> {
    const statement = {
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: arn("sqs", name),
      Condition: { ArnEquals: { "aws:SourceArn": arn("events", `rule/${rule}`) } },
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const command = new CreateQueueCommand({ QueueName: name, ...(rule ? { Attributes: { Policy } } : {}) });
    const created = await new SQSClient(this.clients).send(command);
    return created.QueueUrl ?? "";
  }

  /** Waits up to ten seconds for a message. */
  public async received(QueueUrl: string) {
    const command = new ReceiveMessageCommand({
      QueueUrl,
      MessageAttributeNames: ["All"],
      WaitTimeSeconds: 10,
    });
    return (await new SQSClient(this.clients).send(command)).Messages ?? [];
  }

  /** A small database. */
  public async database(DBInstanceIdentifier: string, more: Partial<CreateDBInstanceMessage> = {}) {
    const command = new CreateDBInstanceCommand({
      DBInstanceIdentifier,
      DBInstanceClass: "db.t4g.micro",
      Engine: "mysql",
      AllocatedStorage: 20,
      MasterUsername: "owner",
      MasterUserPassword: "not-a-secret",
      ...more,
    });
    return (await new RDSClient(this.clients).send(command)).DBInstance;
  }

  /** A role that Lambda may assume, with these statements as its policy. */
  public async role(name: string, ...statements: object[]): Promise<string> {
    const Statement = [
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    ];
    const trust = JSON.stringify({ Version: "2012-10-17", Statement });
    const { Role } = await new IAMClient(this.clients).send(
      new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }),
    );
    await this.allow(name, ...statements);
    return Role?.Arn ?? "";
  }

  /** Replaces the policy of a role. */
  public async allow(RoleName: string, ...Statement: object[]): Promise<void> {
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    const command = new PutRolePolicyCommand({ RoleName, PolicyName: "permissions", PolicyDocument });
    if (Statement.length > 0) await new IAMClient(this.clients).send(command);
  }
}
