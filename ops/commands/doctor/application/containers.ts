import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inShell } from "../../../../facts/shell-words";
import { commandLine } from "../../../cli/command-line";
import type { Application } from "./application";
import type { ApplicationCheck } from "./application-check";
import { PROJECT } from "./application";

/** What the build reads. */
const FILES = ["docker/Makefile", "docker/app/Dockerfile", "docker/nginx/nginx.conf"];
const FOLDERS = ["docker/app", "docker/nginx"];

const copyCommand = ({ environment, folder }: Application) =>
  commandLine(environment, "copy-docker", `--app ${inShell([folder])}`);

/** The images are built from the files that were copied into the Laravel repository. */
export const containers: ApplicationCheck = {
  subject: "the files of the images (docker/)",
  look: (application) => {
    const missing = FILES.filter((file) => application.text(file) === undefined);
    if (missing.length > 0) {
      return {
        problems: {
          path: "docker/",
          got: `no ${missing.join(", ")}`,
          allowed: "the files that the images are built from",
          fix: `Run ${copyCommand(application)}`,
        },
      };
    }
    const changed = FOLDERS.flatMap((folder) => application.files(folder, "")).filter((file) => {
      const ours = join(PROJECT, file);
      return existsSync(ours) && readFileSync(ours, "utf8") !== application.text(file);
    });
    return {
      seen: "copied",
      advice:
        changed.length > 0 &&
        `${changed.join(", ")}: not as in this repository. ${copyCommand(application)} shows the differences.`,
    };
  },
};
