import { inShell } from "../../../../facts/shell-words";
import type { ApplicationCheck } from "./application-check";
import { allowsPhp } from "./constraint";
import { imagePhp } from "./image-php";

/** The oldest version that docs/laravel.md is for. */
const OLDEST_LARAVEL = 12;

/** Composer refuses to install a package that does not allow the image's PHP, so the build of the image would fail. */
export const phpVersion: ApplicationCheck = {
  subject: "the PHP version",
  look: (application) => {
    const { composer } = application;
    const php = imagePhp(application);
    if (php === undefined) return { notChecked: "docker/app/Dockerfile does not exist." };

    const constraints = [
      { name: "composer.json", constraint: composer.require.php },
      ...composer.packages.map(({ name, require }) => ({ name, constraint: require.php })),
    ].flatMap(({ name, constraint }) => (constraint === undefined ? [] : [{ name, constraint }]));
    const answered = constraints.map((each) => ({ ...each, allows: allowsPhp(each.constraint, php) }));
    const refusing = answered.filter(({ allows }) => allows === false);
    const unclear = answered.filter(({ allows }) => allows === undefined);
    return {
      seen: `PHP ${php}${composer.laravel === undefined ? "" : `, Laravel ${composer.laravel}`}`,
      problems: refusing.map(({ name, constraint }) => ({
        path: name === "composer.json" ? "composer.json: require.php" : `composer.lock: ${name}`,
        got: `"${constraint}", which does not allow PHP ${php} of the image`,
        allowed: `a constraint that allows PHP ${php}`,
        fix:
          name === "composer.json"
            ? `Run composer require "php:^${php}", and test the application with PHP ${php}.`
            : `Run ${inShell(["composer", "update", name, "--with-all-dependencies"])} with PHP ${php}.`,
      })),
      advice: [
        ...unclear.map(
          ({ name, constraint }) => `Not checked: whether "${constraint}" of ${name} allows PHP ${php}.`,
        ),
        composer.laravel !== undefined &&
          composer.laravel < OLDEST_LARAVEL &&
          `The images are tested with Laravel ${OLDEST_LARAVEL} and newer; this is Laravel ${composer.laravel}.`,
      ],
    };
  },
};
