import { filesDisk } from "../../../../../ops/commands/doctor/application/files-disk";
import { check, LARAVEL_12 } from "./laravel";

describe("the disk of the files", () => {
  const bucket = { files: { kind: "create" } };
  const filesystems = (code: string | null) => ({ ...LARAVEL_12, "config/filesystems.php": code });
  const s3 = "'s3' => ['driver' => 's3', 'bucket' => env('AWS_BUCKET')]";

  it("is s3, with the bucket that is set", async () => {
    const code = `<?php return ['default' => env('FILESYSTEM_DISK', 'local'), 'disks' => [${s3}]];`;
    expect(await check(filesDisk, filesystems(code), bucket)).toMatchObject({ result: "passed" });
    expect(await check(filesDisk, filesystems(null), bucket)).toMatchObject({ result: "passed" });
    expect(await check(filesDisk)).toMatchObject({ seen: "none, because files is not set" });
  });

  it("is refused if the application reads other settings, as before Laravel 9", async () => {
    const code =
      "<?php return ['default' => env('FILESYSTEM_DRIVER', 'local'), 'disks' => ['s3' => ['driver' => 's3', 'bucket' => env('S3_BUCKET')]]];";
    expect((await check(filesDisk, filesystems(code), bucket)).text).toMatchInlineSnapshot(`
      "../api: config/filesystems.php
        got      the default disk local, which does not read FILESYSTEM_DISK
        allowed  FILESYSTEM_DISK, which is set to s3 for you
        fix      Write: 'default' => env('FILESYSTEM_DISK', 'local'),
      ../api: config/filesystems.php
        got      a disk s3 that does not read AWS_BUCKET
        allowed  AWS_BUCKET, which is set for you
        fix      Write in the disk s3: 'bucket' => env('AWS_BUCKET'),"
    `);
  });

  it("has no public files, because the bucket has no ACLs", async () => {
    const code = `<?php return ['default' => env('FILESYSTEM_DISK', 'local'), 'disks' => [${s3.replace("]", ", 'visibility' => 'public']")}]];`;
    expect((await check(filesDisk, filesystems(code), bucket)).advice).toEqual([
      "The disk s3 has the visibility public, which S3 refuses: the bucket has no ACLs. Remove it from config/filesystems.php, and use temporaryUrl().",
    ]);
  });
});
