import { usesHorizon } from "../../../../config/worker-groups";
import type { ApplicationCheck } from "./application-check";
import { HORIZON_FILE, problemOfWorkers } from "./horizon-workers";

const PACKAGE = "laravel/horizon";
const SNAPSHOT = "horizon:snapshot";

/** With `worker.runs: "horizon"` a container runs `artisan horizon`, which only this package has. */
export const horizon: ApplicationCheck = {
  subject: "Laravel Horizon",
  look: (application) => {
    if (!usesHorizon(application.environment)) return { seen: "none, because worker.runs is not horizon" };
    const schedule = ["routes/console.php", "app/Console/Kernel.php"].map(
      (path) => application.code(path) ?? "",
    );
    return {
      seen: PACKAGE,
      problems: [
        !application.composer.has(PACKAGE) && {
          path: "composer.lock",
          got: `no ${PACKAGE}, but worker.runs is horizon`,
          allowed: "the package whose command the worker runs",
          fix: `Run composer require ${PACKAGE} and php artisan horizon:install, and commit the changes.`,
        },
        application.code(HORIZON_FILE) === undefined
          ? {
              path: HORIZON_FILE,
              got: "no such file",
              allowed: "the queues, and the number of workers in each APP_ENV",
              fix: "Run php artisan horizon:install, and commit the file.",
            }
          : problemOfWorkers(application),
      ],
      advice:
        !schedule.some((code) => code.includes(SNAPSHOT)) &&
        `The metrics of Horizon stay empty. Add to the schedule: Schedule::command('${SNAPSHOT}')->everyFiveMinutes();`,
    };
  },
};
