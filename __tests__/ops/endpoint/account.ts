import { createHash } from "node:crypto";
import type { Answers } from "./endpoint";
import type { Raw } from "./protocols";
import { AwsError } from "./protocols";
import type { World } from "./world";

const etagOf = (body: string) => `"${createHash("md5").update(body).digest("hex")}"`;

export const sts = (world: World): Answers => ({
  GetCallerIdentity: () => ({
    Account: world.account,
    Arn: `arn:aws:sts::${world.account}:assumed-role/operator/taylor`,
    UserId: "AROA:taylor",
  }),
});

export const iam = (world: World): Answers => ({
  GetRole({ RoleName }: { RoleName: string }) {
    if (!world.roles.has(RoleName))
      throw new AwsError("NoSuchEntity", `The role ${RoleName} cannot be found.`, 404);
    return {
      Role: {
        RoleName,
        Arn: `arn:aws:iam::${world.account}:role/${RoleName}`,
        Path: "/",
        RoleId: "AROA0123456789ABCDEF0",
        CreateDate: new Date("2026-01-01T00:00:00Z"),
      },
    };
  },
});

export const ssm = (world: World): Answers => ({
  GetParameter({ Name }: { Name: string }) {
    const Value = world.parameters.get(Name);
    if (Value === undefined) throw new AwsError("ParameterNotFound");
    return { Parameter: { Name, Value, Type: "String", Version: 1 } };
  },
  GetParameters: ({ Names }: { Names: string[] }) => ({
    Parameters: Names.filter((name) => world.parameters.has(name)).map((Name) => ({
      Name,
      Value: world.parameters.get(Name),
    })),
  }),
  PutParameter({ Name, Value }: { Name: string; Value: string }) {
    world.parameters.set(Name, Value);
    return { Version: 2 };
  },
  ListTagsForResource({ ResourceId }: { ResourceId: string }) {
    if (!world.parameters.has(ResourceId)) throw new AwsError("InvalidResourceId");
    return { TagList: [] };
  },
});

interface ObjectRequest {
  readonly Bucket: string;
  readonly Key: string;
  readonly Body: string;
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
}

/** Amazon S3, with its conditional writes (Amazon S3 User Guide, "Conditional requests"). */
export const s3 = (world: World): Answers => ({
  GetObject({ Bucket, Key }: ObjectRequest): Raw {
    const found = world.objects.get(`${Bucket}/${Key}`);
    if (!found) throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
    const headers = { etag: found.etag, "last-modified": found.modified.toUTCString() };
    return { status: 200, headers, body: found.body };
  },
  PutObject({ Bucket, Key, Body, IfMatch, IfNoneMatch }: ObjectRequest): Raw {
    const found = world.objects.get(`${Bucket}/${Key}`);
    if ((IfNoneMatch && found) || (IfMatch && found?.etag !== IfMatch)) {
      throw new AwsError(
        "PreconditionFailed",
        "At least one of the pre-conditions you specified did not hold",
        412,
      );
    }
    const etag = etagOf(Body);
    world.objects.set(`${Bucket}/${Key}`, { body: Body, etag, modified: new Date() });
    return { status: 200, headers: { etag } };
  },
  ListObjectsV2({ Bucket, Prefix }: { Bucket: string; Prefix: string }): Raw {
    const keys = [...world.objects.keys()]
      .filter((name) => name.startsWith(`${Bucket}/${Prefix}`))
      .map((name) => name.slice(Bucket.length + 1));
    const contents = keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("");
    return {
      status: 200,
      body: `<ListBucketResult><KeyCount>${keys.length}</KeyCount>${contents}</ListBucketResult>`,
    };
  },
});

interface ImageRequest {
  readonly repositoryName: string;
  readonly imageIds: { readonly imageTag: string }[];
}

/** Amazon ECR. The blob of an image's configuration lies at `url`, as in S3 behind ECR. */
export const ecr = (world: World, url: () => string): Answers => ({
  BatchGetImage({ repositoryName, imageIds }: ImageRequest) {
    const images = imageIds.flatMap(({ imageTag }) => {
      const image = world.images.get(repositoryName)?.find(({ tags }) => tags.includes(imageTag));
      return image
        ? [
            {
              repositoryName,
              imageId: { imageTag, imageDigest: image.digest },
              imageManifest: image.manifest,
              imageManifestMediaType: image.mediaType,
            },
          ]
        : [];
    });
    const failures = imageIds
      .filter((imageId) => !images.some((image) => image.imageId.imageTag === imageId.imageTag))
      .map((imageId) => ({
        imageId,
        failureCode: "ImageNotFound",
        failureReason: "Requested image not found",
      }));
    return { images, failures };
  },
  DescribeImages({ repositoryName, imageIds }: ImageRequest) {
    const tag = imageIds[0]?.imageTag ?? "";
    const image = world.images.get(repositoryName)?.find(({ tags }) => tags.includes(tag));
    if (!image) throw new AwsError("ImageNotFoundException");
    return { imageDetails: [{ repositoryName, imageDigest: image.digest, imageTags: image.tags }] };
  },
  GetDownloadUrlForLayer: ({ layerDigest }: { layerDigest: string }) => ({
    downloadUrl: `${url()}/blobs/${layerDigest}`,
    layerDigest,
  }),
  PutImage({ repositoryName, imageManifest, imageTag }: Record<string, string>) {
    const images = world.images.get(repositoryName ?? "") ?? [];
    images.find(({ manifest }) => manifest === imageManifest)?.tags.push(imageTag ?? "");
    return { image: { repositoryName, imageId: { imageTag } } };
  },
});

interface EventsRequest {
  readonly logGroupName: string;
  readonly logStreamName?: string;
  readonly nextToken?: string;
  readonly limit?: number;
  readonly startFromHead?: boolean;
}

/** CloudWatch Logs. A forward token is the number of lines read so far. */
export const logs = (world: World): Answers => ({
  GetLogEvents({ logGroupName, logStreamName, nextToken, limit, startFromHead }: EventsRequest) {
    const lines = world.logs.get(`${logGroupName}/${logStreamName}`);
    if (!lines) throw new AwsError("ResourceNotFoundException", "The specified log stream does not exist.");
    const from = nextToken
      ? Number(nextToken.slice(2))
      : startFromHead
        ? 0
        : Math.max(lines.length - (limit ?? 100), 0);
    const events = lines
      .slice(from)
      .map((message, index) => ({ message, timestamp: Date.now() + from + index }));
    return { events, nextForwardToken: `f/${lines.length}` };
  },
  FilterLogEvents({ logGroupName }: EventsRequest) {
    const events = [...world.logs].flatMap(([name, lines]) =>
      name.startsWith(`${logGroupName}/`)
        ? lines.map((message) => ({ message, timestamp: Date.now(), logStreamName: name }))
        : [],
    );
    return { events };
  },
});

/** Amazon SQS, whose queues are empty. */
export const sqs = (url: () => string): Answers => ({
  GetQueueUrl: ({ QueueName }: { QueueName: string }) => ({ QueueUrl: `${url()}/1/${QueueName}` }),
  GetQueueAttributes: () => ({ Attributes: {} }),
});

/** Amazon CloudWatch, where no alarm rings. */
export const cloudwatch: Answers = { DescribeAlarms: () => ({ MetricAlarms: [] }) };
