import { inShell } from "../../../../facts/shell-words";
import type { Problem } from "../../../../config/messages/problem";
import type { ApplicationCheck } from "./application-check";

/** Requirements that are not packages of Composer's, e.g. `php` and `ext-pdo`. */
const PLATFORM = /^(?!.*\/)/;

const FIXES: Readonly<Record<string, string>> = {
  "composer.json": "Give the folder of a Laravel repository.",
  "composer.lock": "Run composer install, and commit composer.lock.",
};

/** The image installs exactly the versions in `composer.lock`, and its build fails if a required package is not there. */
export const packages: ApplicationCheck = {
  subject: "composer.json and composer.lock",
  look: (application) => {
    const { faults, require, packages: locked } = application.composer;
    const problems: Problem[] = Object.entries(faults).map(([file, fault]) => ({
      path: file,
      got: fault,
      allowed: "a file that Composer wrote",
      fix: FIXES[file] ?? "",
    }));
    if (problems.length > 0) return { problems };

    const missing = Object.keys(require).filter(
      (name) => !PLATFORM.test(name) && !application.composer.has(name),
    );
    const ignored = /^\/?composer\.lock\s*$/m.test(application.text(".gitignore") ?? "");
    return {
      seen: `${locked.length} packages`,
      problems: [
        missing.length > 0 && {
          path: "composer.lock",
          got: `no ${missing.join(", ")}, which composer.json requires`,
          allowed: "every required package: composer install fails otherwise",
          fix: `Run ${inShell(["composer", "update", ...missing])}, and commit composer.lock.`,
        },
        ignored && {
          path: ".gitignore",
          got: "composer.lock",
          allowed: "files that the build of the image does not need",
          fix: "Remove this line, and commit composer.lock.",
        },
      ],
    };
  },
};
