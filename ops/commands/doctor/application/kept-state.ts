import type { ApplicationCheck } from "./application-check";
import { usedDriver } from "./drivers";

/** `storage/` is in memory, and is lost with its container: at the latest with the next release. */
export const keptState: ApplicationCheck = {
  subject: "what is kept outside the containers",
  look: (application) => {
    const session = usedDriver(application, "session");
    const disk = usedDriver(application, "disk");
    return {
      seen: [session, disk].flatMap((used) => (used ? [`${used.setting} ${used.name}`] : [])).join(", "),
      advice: [
        ...(session?.driver === "file"
          ? [`${session.setting} is file: every release ends all sessions. Set it to database in env.`]
          : []),
        ...(disk?.driver === "local"
          ? [
              `${disk.setting} is ${disk.name}: uploaded files are lost with their container. If users upload files, write files: { kind: "create" } in the environment.`,
            ]
          : []),
      ],
    };
  },
};
