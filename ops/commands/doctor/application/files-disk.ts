import type { ApplicationCheck } from "./application-check";
import { DRIVER_SETTINGS, lineOf, usedDriver } from "./drivers";
import { choiceOf, entryOf } from "./php";

const FILE = "config/filesystems.php";

/** With `files` the disk `s3` and its bucket are set. An application that reads other settings would lose files, or fail to store them. */
export const filesDisk: ApplicationCheck = {
  subject: "the disk of the files",
  look: (application) => {
    if (application.environment.files === undefined) return { seen: "none, because files is not set" };
    const code = application.code(FILE);
    if (code === undefined) return { seen: `s3 in Laravel's own ${FILE}` };
    const disk = usedDriver(application, "disk");
    const s3 = entryOf(code, "s3");
    return {
      seen: `s3 in ${FILE}`,
      problems: [
        disk?.name !== "s3" && {
          path: FILE,
          got: `the default disk ${disk?.name ?? "in a form that is not read here"}, which does not read FILESYSTEM_DISK`,
          allowed: "FILESYSTEM_DISK, which is set to s3 for you",
          fix: `Write: ${lineOf(DRIVER_SETTINGS.disk)}`,
        },
        choiceOf(s3, "bucket")?.variable !== "AWS_BUCKET" && {
          path: FILE,
          got: "a disk s3 that does not read AWS_BUCKET",
          allowed: "AWS_BUCKET, which is set for you",
          fix: "Write in the disk s3: 'bucket' => env('AWS_BUCKET'),",
        },
      ],
      advice:
        choiceOf(s3, "visibility")?.fallback === "public" &&
        `The disk s3 has the visibility public, which S3 refuses: the bucket has no ACLs. Remove it from ${FILE}, and use temporaryUrl().`,
    };
  },
};
