import type { EnvironmentInput } from "../../../config/schema/schema";
import { all, only, statement, synthesize } from "../../helpers/stacks";

const stacks = (files: EnvironmentInput["files"], rest: Partial<EnvironmentInput> = {}) =>
  synthesize({ ...(files ? { files } : {}), ...rest });
const bucketIn = (base: ReturnType<typeof stacks>["base"]) =>
  all(base, "aws_s3_bucket").find(({ bucket }) => String(bucket).includes("-files-"));

describe("the bucket of the files", () => {
  const { base, service } = stacks({ kind: "create" });

  it("is refused to be destroyed, by Terraform and, while it has files, by S3", () => {
    expect(bucketIn(base)).toMatchObject({
      bucket: "api-production-files-123456789012",
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  it("goes with its files where the environment says so", () => {
    const disposable = stacks(
      { kind: "create", deletionProtection: false },
      { acceptedRisks: ["single-az-database", "no-deletion-protection"] },
    );
    expect(bucketIn(disposable.base)).toMatchObject({ force_destroy: true });
    expect(bucketIn(disposable.base)).not.toHaveProperty("lifecycle");
  });

  it("lets pages of the API upload and read by presigned URLs, or of the named origins instead", () => {
    const rules = (stack: typeof base) => only(stack, "aws_s3_bucket_cors_configuration").cors_rule;
    expect(rules(base)).toEqual([
      expect.objectContaining({
        allowed_origins: ["https://api.example.com"],
        allowed_methods: ["GET", "HEAD", "POST", "PUT"],
      }),
    ]);
    const other = stacks({ kind: "create", uploadOrigins: ["https://www.example.com"] });
    expect(rules(other.base)).toEqual([
      expect.objectContaining({ allowed_origins: ["https://www.example.com"] }),
    ]);
    const none = stacks({ kind: "create", uploadOrigins: [] });
    expect(all(none.base, "aws_s3_bucket_cors_configuration")).toEqual([]);
  });

  it("is used by the tasks alone, and by its name from the base stack", () => {
    expect(statement(service, "UseTheFiles").resources).toEqual([
      "arn:aws:s3:::${data.terraform_remote_state.base.outputs.filesBucketName}/*",
    ]);
    expect(JSON.stringify(service)).toContain(
      "AWS_BUCKET=${data.terraform_remote_state.base.outputs.filesBucketName}",
    );
  });
});

describe("an environment whose files are elsewhere", () => {
  const { base, service } = stacks({ kind: "existing", bucket: "company-media" });

  it("has no bucket, and the rights and settings of the used one", () => {
    expect(bucketIn(base)).toBeUndefined();
    expect(statement(service, "ListTheFiles").resources).toEqual(["arn:aws:s3:::company-media"]);
    expect(JSON.stringify(service)).toContain("AWS_BUCKET=company-media");
    expect(JSON.stringify(service)).toContain("FILESYSTEM_DISK=s3");
  });
});

describe("an environment without a bucket of its own", () => {
  const addresses = (stack: ReturnType<typeof stacks>["base"]) =>
    Object.entries(stack.resource).flatMap(([type, resources]) =>
      Object.keys(resources).map((id) => `${type}.${id}`),
    );
  const removedIn = (stack: object) =>
    ((stack as { removed?: { from: string; lifecycle: object }[] }).removed ?? [])
      .map(({ from, lifecycle }) => ({ from, lifecycle }))
      .filter(({ from }) => from.includes(".files_"));

  it.each<[string, EnvironmentInput["files"]]>([
    ["no files", undefined],
    ["used files", { kind: "existing", bucket: "company-media" }],
  ])("forgets each part of the bucket that it had, and destroys none: %s", (_, files) => {
    const before = addresses(stacks({ kind: "create" }).base);
    const { base } = stacks(files);
    const parts = before.filter((address) => !addresses(base).includes(address));

    expect(parts).toHaveLength(8);
    expect(removedIn(base)).toEqual(
      expect.arrayContaining(parts.map((from) => ({ from, lifecycle: { destroy: false } }))),
    );
    expect(removedIn(base)).toHaveLength(8);
  });

  it("forgets nothing that it has", () => {
    expect(removedIn(stacks({ kind: "create" }).base)).toEqual([]);
  });
});
