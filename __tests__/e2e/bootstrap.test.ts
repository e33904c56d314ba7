import {
  CreateBucketCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { furnishAccount } from "../../local/account";
import { environmentNamed } from "../../ops/cli/environments";
import type { Call } from "./aws-controls";
import { Sandbox } from "./sandbox";

jest.setTimeout(120_000);

const BUCKET = "api-terraform-state-123456789012";

/** Calls that do more than read. S3's have a method instead of a name. */
const changes = (calls: readonly Call[]) =>
  calls.filter(({ action }) => /^(Create|Put|Delete|Update|PUT|POST|DELETE)/.test(action));

describe("npm run ops", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.open();
  });
  afterAll(() => sandbox?.close());

  it("knows its environments", async () => {
    const { code, output } = await sandbox.ops(["bootstrap", "prod"]);

    expect(code).toBe(2);
    expect(output.trim()).toMatchInlineSnapshot(`
     "The environment "prod" does not exist.
     Fix: Use one of: production, staging."
    `);
  });

  describe("bootstrap", () => {
    it("refuses another account's credentials before it touches anything", async () => {
      const { code, output } = await sandbox.ops(["bootstrap", "production"], {
        env: environmentOf(await credentialsOf("999999999999", sandbox)),
      });

      expect(code).toBe(2);
      expect(output.trim()).toMatchInlineSnapshot(`
       "production is in account 123456789012, but your credentials are for account 999999999999 (arn:aws:sts::999999999999:assumed-role/operator/taylor).
       Fix: Use credentials for account 123456789012 (AWS_PROFILE), or correct accountId in environments/production.ts."
      `);
      expect((await sandbox.controls.calls()).filter(({ service }) => service === "s3")).toEqual([]);
    });

    it("refuses an account in which a deploy would fail, before it touches anything", async () => {
      const { code, output } = await sandbox.ops(["bootstrap", "staging"]);

      expect(code).toBe(2);
      expect(output.trim()).toMatchInlineSnapshot(`
       "2 problems to fix before a deployment. Nothing was changed.

       staging: domain.hostedZone
         got      "example.com", but the account has no public hosted zone of this name
         allowed  the name of exactly one public hosted zone of this account
         fix      Run: aws route53 create-hosted-zone --name example.com --caller-reference example.com
                  Then enter its name servers at the registrar, or in the parent zone.
                  If another account has this zone, create api.staging.example.com instead, write hostedZone: "api.staging.example.com", and delegate it there.

       staging: ci.provider
         got      "existing", but the account has no OIDC provider for token.actions.githubusercontent.com
         allowed  "existing" only where another environment or another project made the provider
         fix      Write provider: "create". If another environment of this account creates it, deploy that one first."
      `);
      expect(changes(await sandbox.controls.calls())).toEqual([]);
    });

    it("creates the bucket and the service-linked roles, and changes nothing when run again", async () => {
      await furnishAccount(environmentNamed("production"), sandbox.clients);
      expect((await sandbox.ops(["bootstrap", "production"])).output.trim()).toMatchInlineSnapshot(`
       "api-terraform-state-123456789012 was created: private, encrypted, versioned, TLS only.
       Created the service-linked roles AWSServiceRoleForAutoScaling, AWSServiceRoleForECS, AWSServiceRoleForElasticLoadBalancing, AWSServiceRoleForRDS.
       Lambda can reserve an execution for the notifier in this account. With slack.reserveConcurrency: true messages come in order, and no repeat is posted twice.
       Not checked: the delegation of the hosted zone. This AWS is on your own machine."
      `);
      const made = await shape();

      await furnishAccount(environmentNamed("staging"), sandbox.clients);
      expect((await sandbox.ops(["bootstrap", "staging"])).output.trim()).toMatchInlineSnapshot(`
       "api-terraform-state-123456789012 exists: private, encrypted, versioned, TLS only.
       Created the service-linked roles AWSServiceRoleForEC2Spot.
       Not checked: the delegation of the hosted zone. This AWS is on your own machine."
      `);
      expect((await sandbox.ops(["bootstrap", "staging"])).output).toContain(
        "The service-linked roles exist.",
      );
      expect(await shape()).toEqual(made);
    });

    it("accepts GitHub's provider that another project created", async () => {
      const { code, output } = await sandbox.ops(["bootstrap", "production"]);

      expect(code).toBe(2);
      expect(output).toContain('fix      Write provider: "existing".');
    });

    it("makes it private, encrypted, versioned and TLS only, with a lifecycle policy for old versions", async () => {
      expect(await shape()).toMatchInlineSnapshot(`
       {
         "encryption": [
           {
             "ApplyServerSideEncryptionByDefault": {
               "SSEAlgorithm": "AES256",
             },
             "BucketKeyEnabled": false,
           },
         ],
         "lifecycle": [
           {
             "AbortIncompleteMultipartUpload": {
               "DaysAfterInitiation": 7,
             },
             "Filter": {
               "Prefix": "",
             },
             "ID": "old-states",
             "NoncurrentVersionExpiration": {
               "NoncurrentDays": 90,
             },
             "Status": "Enabled",
           },
         ],
         "ownership": [
           {
             "ObjectOwnership": "BucketOwnerEnforced",
           },
         ],
         "policy": {
           "Statement": [
             {
               "Action": "s3:*",
               "Condition": {
                 "Bool": {
                   "aws:SecureTransport": "false",
                 },
               },
               "Effect": "Deny",
               "Principal": "*",
               "Resource": [
                 "arn:aws:s3:::api-terraform-state-123456789012",
                 "arn:aws:s3:::api-terraform-state-123456789012/*",
               ],
               "Sid": "TlsOnly",
             },
           ],
           "Version": "2012-10-17",
         },
         "publicAccess": {
           "BlockPublicAcls": true,
           "BlockPublicPolicy": true,
           "IgnorePublicAcls": true,
           "RestrictPublicBuckets": true,
         },
         "versioning": "Enabled",
       }
      `);
    });

    async function shape() {
      const s3 = new S3Client(sandbox.clients);
      const bucket = { Bucket: BUCKET };
      const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand(bucket));
      const { OwnershipControls } = await s3.send(new GetBucketOwnershipControlsCommand(bucket));
      const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand(bucket));
      const { Status } = await s3.send(new GetBucketVersioningCommand(bucket));
      const { Policy } = await s3.send(new GetBucketPolicyCommand(bucket));
      const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand(bucket));
      return {
        publicAccess: PublicAccessBlockConfiguration,
        ownership: OwnershipControls?.Rules,
        encryption: ServerSideEncryptionConfiguration?.Rules,
        versioning: Status,
        policy: JSON.parse(Policy ?? "{}") as unknown,
        lifecycle: Rules,
      };
    }
  });

  describe("bootstrap, when the bucket's name is taken", () => {
    it("reports it", async () => {
      const other = await Sandbox.open();
      try {
        await furnishAccount(environmentNamed("production"), other.clients);
        const foreign = await credentialsOf("999999999999", other);
        await new S3Client({ ...other.clients, credentials: foreign }).send(
          new CreateBucketCommand({
            Bucket: BUCKET,
            CreateBucketConfiguration: { LocationConstraint: "ap-northeast-1" },
          }),
        );
        const { code, output } = await other.ops(["bootstrap", "production"]);

        expect(code).toBe(2);
        expect(output.trim()).toMatchInlineSnapshot(`
         "1 problem to fix before a deployment. Nothing was changed.

         production: stateBucket
           got      "api-terraform-state-123456789012", which does not belong to account 123456789012, or your credentials lack s3:ListBucket on it
           allowed  a name that no other account has a bucket of: all AWS accounts share one set of names
           fix      Write another name as stateBucket, or get s3:ListBucket on this bucket."
        `);
      } finally {
        await other.close();
      }
    });
  });
});

/** Credentials for another account, as a colleague's profile would have them. */
async function credentialsOf(account: string, { clients }: Sandbox) {
  const { Credentials: credentials } = await new STSClient(clients).send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/operator`, RoleSessionName: "taylor" }),
  );
  return {
    accessKeyId: credentials?.AccessKeyId ?? "",
    secretAccessKey: credentials?.SecretAccessKey ?? "",
    sessionToken: credentials?.SessionToken ?? "",
  };
}

const environmentOf = (credentials: Awaited<ReturnType<typeof credentialsOf>>) => ({
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_SESSION_TOKEN: credentials.sessionToken,
});
