import type { ApplicationCheck } from "./application-check";
import { hasExtension, imagePhp, packageOf, PACKAGES_FILE } from "./image-php";

/** The image has the extensions in its files. A build argument may add others, which no file of the repository shows. */
export const extensions: ApplicationCheck = {
  subject: "the PHP extensions",
  look: (application) => {
    const { composer } = application;
    const required = [composer.require, ...composer.packages.map(({ require }) => require)]
      .flatMap((require) => Object.keys(require))
      .flatMap((name) => /^ext-(.+)$/.exec(name)?.[1] ?? []);
    const names = [...new Set(required)].sort();
    const php = imagePhp(application);
    if (php === undefined) return { notChecked: "docker/app/Dockerfile does not exist." };

    const missing = names.filter((name) => !hasExtension(application, name));
    const debian = [...new Set(missing.map((name) => `php${php}-${packageOf(name)}`))];
    return {
      seen: names.length === 0 ? "none required" : names.join(", "),
      advice:
        missing.length > 0 &&
        `composer.lock requires ${missing.map((name) => `ext-${name}`).join(", ")}. Add to ${PACKAGES_FILE}, ` +
          `one per line: ${debian.join(", ")}`,
    };
  },
};
