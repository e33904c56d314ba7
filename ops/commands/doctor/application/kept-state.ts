import type { Maybe } from "../../../../facts/given";
import type { ApplicationCheck } from "./application-check";
import type { Application } from "./application";
import { usedDriver } from "./drivers";

/** Code that stores on the disk `public`, or links to it: `storage:link` joins folders of one container. */
const PUBLIC_DISK =
  /\bdisk\(\s{0,9}['"]public['"]|\bstore\w{0,20}\([^()]{0,200}['"]public['"]|\basset\(\s{0,9}['"]storage\//;

/** `storage/` is in memory, and is lost with its container: at the latest with the next release. */
export const keptState: ApplicationCheck = {
  subject: "what is kept outside the containers",
  look: (application) => {
    const session = usedDriver(application, "session");
    const disk = usedDriver(application, "disk");
    return {
      seen: [session, disk].flatMap((used) => (used ? [`${used.setting} ${used.name}`] : [])).join(", "),
      advice: [
        session?.driver === "file" &&
          `${session.setting} is file: every release ends all sessions. Set it to database in env.`,
        disk?.driver === "local" &&
          `${disk.setting} is ${disk.name}: uploaded files are lost with their container. If users upload files, write files: { kind: "create" } in the environment.`,
        publicDisk(application),
      ],
    };
  },
};

function publicDisk(application: Application): Maybe<string> {
  const file = ["app", "routes", "resources"]
    .flatMap((folder) => application.files(folder, ".php"))
    .find((path) => PUBLIC_DISK.test(application.code(path) ?? ""));
  return (
    file &&
    `${file} uses the disk public. nginx has a container of its own, so that storage:link has no effect, and the files are lost with each release.` +
      " Use the disk s3 and temporaryUrl() instead."
  );
}
