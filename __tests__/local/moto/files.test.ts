import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import * as sdk from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { AwsClient } from "aws4fetch";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { filePermissions } from "../../../constructs/data/file-permissions";
import { clientsOf } from "../../../local/account";
import type { EmbeddedAws } from "../../../local/aws";
import { startAws, stopAws } from "../../../local/aws";
import { LOCAL } from "../../../local/project";
import { commandsIn } from "../../docs/commands";

const REGION = "ap-northeast-1";
const BUCKET = "api-production-files-123456789012";
const OTHER = "api-production-settings-123456789012";

let folder: string;
let aws: EmbeddedAws;
/** With the credentials of the task. */
let s3: S3Client;
let signer: AwsClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "files-"));
  aws = await startAws({ folder, pythonFolder: LOCAL, forTests: true });
  const clients = clientsOf(aws.endpoint, REGION);
  const operator = new S3Client(clients);
  const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
  for (const Bucket of [BUCKET, OTHER])
    await operator.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  s3 = new S3Client({ ...clients, credentials: await credentialsOfTheTask(clients) });
});

afterAll(async () => {
  await stopAws(folder);
  rmSync(folder, { recursive: true });
});

async function credentialsOfTheTask(clients: ReturnType<typeof clientsOf>) {
  const iam = new IAMClient(clients);
  const document = (statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const trust = {
    Effect: "Allow",
    Principal: { Service: "ecs-tasks.amazonaws.com" },
    Action: "sts:AssumeRole",
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: "task", AssumeRolePolicyDocument: document([trust]) }),
  );
  const PolicyDocument = document(
    filePermissions({ bucketName: BUCKET, region: REGION }).map(({ sid, actions, resources }) => ({
      Sid: sid,
      Effect: "Allow",
      Action: actions,
      Resource: resources,
    })),
  );
  await iam.send(new PutRolePolicyCommand({ RoleName: "task", PolicyName: "task", PolicyDocument }));
  const { Credentials } = await new STSClient(clients).send(
    new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: "laravel" }),
  );
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  };
  signer = new AwsClient({ ...credentials, region: REGION, service: "s3" });
  return credentials;
}

const object = (Key: string) => ({ Bucket: BUCKET, Key });

/** A URL that the task signs, and that a browser without credentials uses. */
async function presigned(method: string, path: string): Promise<string> {
  const { url } = await signer.sign(`${aws.endpoint}/${path}`, { method, aws: { signQuery: true } });
  return url;
}

/** What league/flysystem-aws-s3-v3 calls for each method of a disk. */
describe("a disk of Laravel, with the rights of the task", () => {
  it("stores, reads, lists, copies and deletes files", async () => {
    await s3.send(new PutObjectCommand({ ...object("a/1.txt"), Body: "one", ACL: "private" }));
    expect(await (await s3.send(new GetObjectCommand(object("a/1.txt")))).Body?.transformToString()).toBe(
      "one",
    );
    await s3.send(new HeadObjectCommand(object("a/1.txt")));
    await s3.send(new GetObjectAclCommand(object("a/1.txt")));
    const CopySource = `${BUCKET}/${encodeURIComponent("a/1.txt")}`;
    await s3.send(new CopyObjectCommand({ ...object("a/2.txt"), CopySource, ACL: "private" }));
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: "a/" }));
    expect(Contents).toHaveLength(2);
    await s3.send(new DeleteObjectCommand(object("a/1.txt")));
    await s3.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects: [{ Key: "a/2.txt" }] } }));
    await expect(s3.send(new HeadObjectCommand(object("a/2.txt")))).rejects.toMatchObject({
      name: "NotFound",
    });
  });

  it("stores a large file in parts, or gives up", async () => {
    const start = async () => {
      const { UploadId } = await s3.send(
        new CreateMultipartUploadCommand({ ...object("video"), ACL: "private" }),
      );
      const part = { ...object("video"), UploadId, PartNumber: 1 };
      const { ETag } = await s3.send(new UploadPartCommand({ ...part, Body: "part" }));
      return { UploadId, MultipartUpload: { Parts: [{ ETag, PartNumber: 1 }] } };
    };
    await s3.send(new CompleteMultipartUploadCommand({ ...object("video"), ...(await start()) }));
    const { UploadId } = await start();
    await s3.send(new AbortMultipartUploadCommand({ ...object("video"), UploadId }));
  });

  it("gives browsers its rights for one file, by presigned URLs", async () => {
    const put = await fetch(await presigned("PUT", `${BUCKET}/photo`), { method: "PUT", body: "a photo" });
    expect(put.status).toBe(200);
    const got = await fetch(await presigned("GET", `${BUCKET}/photo`));
    expect(await got.text()).toBe("a photo");
    expect((await fetch(await presigned("GET", `${OTHER}/env/1.env`))).status).toBe(403);
  });

  it.each([
    ["stores", () => new PutObjectCommand({ Bucket: OTHER, Key: "env/1.env", Body: "x" })],
    ["reads", () => new GetObjectCommand({ Bucket: OTHER, Key: "env/1.env" })],
    ["lists", () => new ListObjectsV2Command({ Bucket: OTHER })],
    ["deletes", () => new DeleteObjectsCommand({ Bucket: OTHER, Delete: { Objects: [{ Key: "a" }] } })],
    [
      "copies",
      () => new CopyObjectCommand({ ...object("stolen"), CopySource: `${OTHER}/env/1.env`, ACL: "private" }),
    ],
  ])("%s nothing of another bucket", async (_, command) => {
    await expect(s3.send(command() as PutObjectCommand)).rejects.toMatchObject({ name: "AccessDenied" });
  });
});

describe("docs/recover.md", () => {
  const Key = "photos/1.jpg";
  const body = async () => (await operator().send(new GetObjectCommand({ Bucket: BUCKET, Key }))).Body;
  const text = async () => (await body())?.transformToString();
  const operator = () => new S3Client(clientsOf(aws.endpoint, REGION));

  /** Runs the command of this operation that the document shows, with these values for its placeholders. */
  async function run<Answer>(
    operation: string,
    values: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const words =
      commandsIn("docs/recover.md").find(({ words: [, , name] }) => name === operation)?.words ?? [];
    const filled = words.map((word) => word.replace(/<(\w+)>/g, (_, name: string) => values[name] ?? REGION));
    const pascal = (word: string) =>
      word.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
    const input = Object.fromEntries(
      filled.flatMap((word, index) =>
        word.startsWith("--") && word !== "--region" ? [[pascal(word.slice(2)), filled[index + 1]]] : [],
      ),
    );
    const Command = (sdk as unknown as Record<string, new (input: object) => PutObjectCommand>)[
      `${pascal(operation)}Command`
    ];
    if (!Command) throw new Error(`${operation} is not a command of S3`);
    return (await operator().send(new Command(input))) as Answer;
  }
  const versions = () => run<sdk.ListObjectVersionsCommandOutput>("list-object-versions");

  beforeAll(async () => {
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await operator().send(new sdk.PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration }));
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "first" }));
  });

  it("brings a deleted file back, which the task cannot", async () => {
    await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));
    await expect(body()).rejects.toMatchObject({ name: "NoSuchKey" });
    const { DeleteMarkers: [marker] = [] } = await versions();
    const VersionId = marker?.VersionId;
    await expect(s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key, VersionId }))).rejects.toMatchObject({
      name: "AccessDenied",
    });

    await run("delete-object", { marker: VersionId ?? "" });

    expect(await text()).toBe("first");
  });

  it("brings an overwritten file back", async () => {
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "second" }));
    expect(await text()).toBe("second");
    const { Versions = [] } = await versions();

    await run("copy-object", { version: Versions.find(({ IsLatest }) => !IsLatest)?.VersionId ?? "" });

    expect(await text()).toBe("first");
  });
});
