import { mistakeIn, resolve } from "../change";

const existing = { kind: "existing", bucket: "shop-uploads" };

describe("the files", () => {
  it.each<[string, Record<string, unknown>]>([
    ["a new bucket", { kind: "create" }],
    ["a new bucket for pages of other names", { kind: "create", uploadOrigins: ["http://localhost:5173"] }],
    ["a used bucket", existing],
    ["a used bucket with a dot in its name", { kind: "existing", bucket: "uploads.shop.example" }],
    ["the bucket of an earlier deployment", { kind: "existing", bucket: "shop-test-files-111122223333" }],
  ])("are in %s", (_, files) => {
    expect(resolve({ files })).toBe("accepted");
  });

  it("are not in a bucket with another purpose", () => {
    expect(mistakeIn({ files: { ...existing, bucket: "shop-terraform-state-111122223333" } }))
      .toMatchInlineSnapshot(`
      "files.bucket
        got      "shop-terraform-state-111122223333", the bucket for the Terraform state
        allowed  a bucket for the files of the application
        fix      Name another bucket, or write files: { kind: "create" }."
    `);
    expect(resolve({ files: { ...existing, bucket: "shop-test-settings-111122223333" } })).toContain(
      "the bucket for the settings",
    );
  });

  it("are under a key of their region", () => {
    const keyArn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    expect(mistakeIn({ files: { ...existing, keyArn } })).toMatchInlineSnapshot(`
      "files.keyArn
        got      "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56..."
        allowed  a key in eu-west-1, where the bucket is
        fix      Write the ARN of the key that encrypts the bucket."
    `);
    expect(resolve({ files: { ...existing, keyArn: keyArn.replace("us-east-1", "eu-west-1") } })).toBe(
      "accepted",
    );
  });

  it.each([
    "*",
    "https://*.example.com",
    "https://www.example.com/",
    "www.example.com",
    "HTTPS://WWW.EXAMPLE.COM",
  ])("are not uploaded from %s", (origin) => {
    expect(resolve({ files: { kind: "create", uploadOrigins: [origin] } })).toContain(
      "an origin as browsers send it: scheme and host without a path, e.g. https://www.example.com",
    );
  });
});
