import type { ApplicationCheck } from "./application-check";
import { COMES_WITH_DOCKER } from "./application-check";

/** The patterns that leave a `.env` in the root out of the build. */
const LEAVES_ENV_OUT = /^(\*\*\/)?\.env\*?$|^\.\*$/;

/** Without `.dockerignore` the build copies the developer's `.env` into the image, with its secrets. */
export const ignoredFiles: ApplicationCheck = {
  subject: "the files that stay out of the images (.dockerignore)",
  look: (application) => {
    const lines = application
      .text(".dockerignore")
      ?.split(/\r?\n/)
      .map((line) => line.trim());
    if (lines?.some((line) => LEAVES_ENV_OUT.test(line))) return { seen: ".env is left out" };
    if (!lines && !application.hasContainers) return COMES_WITH_DOCKER;
    return {
      problems: {
        path: ".dockerignore",
        got: lines ? "no line for .env" : "no such file",
        allowed: "a file that keeps .env, and the secrets in it, out of the image",
        fix: lines
          ? "Add the line: **/.env*"
          : `Run in the Laravel repository: cp ${application.fromProject("docker/laravel/.dockerignore")} .`,
      },
    };
  },
};
