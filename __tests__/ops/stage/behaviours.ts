import type { Behaviour } from "../../local/ecs/agent";

/** The container ends soon after its start, again and again. */
export const crashes: Behaviour = {
  container: "app",
  exits: 255,
  log: [
    'PHP Fatal error:  Uncaught Error: Class "App\\Providers\\Gone" not found in /var/www/html/bootstrap/app.php:9',
  ],
};

/** The last frame of a stack trace, which is one event with its error. */
export const LAST_FRAME = "#29 /var/www/html/public/index.php(10): Kernel->handle()";

const FRAMES = Array.from(
  { length: 29 },
  (_, frame) => `#${frame} /var/www/html/vendor/laravel: Pipeline->then()`,
);

/** The containers run, and the load balancer gets no good answer from them. */
export const failsTheHealthCheck: Behaviour = {
  container: "app",
  target: "unhealthy",
  log: [
    [
      "[2026-11-22 04:15:00] production.ERROR: SQLSTATE[HY000] [2002] Connection refused",
      ...FRAMES,
      LAST_FRAME,
    ].join("\n"),
  ],
};

/** The image was deleted from the repository after it was looked for. */
export const cannotPull: Behaviour = {
  container: "app",
  fails:
    "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref: not found",
};

/** A binary of the other processor. */
export const hasTheWrongArchitecture: Behaviour = {
  container: "app",
  exits: 255,
  log: ["exec /usr/local/bin/docker-entrypoint: exec format error"],
};

/** Tasks start, and nothing more happens. */
export const hangs: Behaviour = { target: "initial" };

/** A one-off task that succeeds. */
export const prints = (...log: string[]): Behaviour => ({ exits: 0, log });

/** A one-off task that does not end. */
export const neverEnds = (...log: string[]): Behaviour => ({ ...prints(...log), lasts: 3_600_000 });
