/**
 * The load balancer's health check of a web task. Laravel answers this path once it has started (the entrypoint waits
 * for the database once), from workers of its own (docker/app/fpm/php-fpm.conf). They stop after `timeoutSeconds`, which a test compares.
 * docs/laravel.md lists what else has the path.
 */
export const HEALTH_CHECK = {
  path: "/up",
  intervalSeconds: 15,
  timeoutSeconds: 10,
  healthyThreshold: 2,
  unhealthyThreshold: 4,
} as const;
