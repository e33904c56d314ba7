import type { Answers } from "../../played/endpoint";
import { AwsError } from "../../played/protocols";

interface Asked {
  readonly Key: string;
  readonly Body: string;
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
}

/** The state bucket and the settings bucket as one, with Amazon S3's conditional writes. */
export class Bucket {
  public readonly objects = new Map<string, { body: string; version: number }>();

  /** @param modified when all objects were written, by the clock of S3 */
  constructor(
    objects: Readonly<Record<string, unknown>>,
    private readonly modified = new Date(0),
  ) {
    for (const [key, value] of Object.entries(objects))
      this.objects.set(key, { body: JSON.stringify(value), version: 1 });
  }

  public json<Value>(key: string): Value | undefined {
    const found = this.objects.get(key);
    return found && (JSON.parse(found.body) as Value);
  }

  public readonly s3: Answers = {
    GetObject: ({ Key }: Asked) => {
      const found = this.objects.get(Key);
      if (!found) throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
      return { status: 200, headers: this.headersOf(found.version), body: found.body };
    },
    HeadObject: ({ Key }: Asked) => {
      const found = this.objects.get(Key);
      return found ? { status: 200, headers: this.headersOf(found.version), body: "" } : { status: 404 };
    },
    PutObject: ({ Key, Body, IfMatch, IfNoneMatch }: Asked) => {
      const { version = 0 } = this.objects.get(Key) ?? {};
      const met =
        IfNoneMatch === undefined ? IfMatch === undefined || IfMatch === etag(version) : version === 0;
      if (!met) throw new AwsError("PreconditionFailed", "At least one precondition did not hold", 412);
      this.objects.set(Key, { body: unchunked(Body), version: version + 1 });
      return { status: 200, headers: this.headersOf(version + 1), body: "" };
    },
    DeleteObject: ({ Key }: Asked) => {
      this.objects.delete(Key);
      return { status: 204 };
    },
  };

  private readonly headersOf = (version: number) => ({
    etag: etag(version),
    "x-amz-version-id": `version-${version}`,
    "last-modified": this.modified.toUTCString(),
  });
}

const etag = (version: number) => `"${version}"`;

/** The SDK may send a body in chunks, with a checksum after them. */
const unchunked = (body: string) => /^[0-9a-f]+(?:;[^\r]*)?\r\n([^]*?)\r\n0\r\n/.exec(body)?.[1] ?? body;
