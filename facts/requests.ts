/**
 * What follows from the largest upload and the longest request of an environment, for the load balancer, the containers and
 * their memory. The images derive the rest from the same two numbers (docker/nginx/bin/entrypoint, docker/app/bin/entrypoint).
 */

/** In MiB and seconds: the defaults of an environment, and of the images without an environment, as in compose. */
export const DEFAULT_UPLOAD_MIB = 10;
export const DEFAULT_REQUEST_SECONDS = 55;

/** The uploads that fit at once, however slow their clients are. nginx keeps each in a file until it is complete. */
const UPLOADS_AT_ONCE = 4;

/** In MiB. A form has more than its file; the images add the same to the limits of nginx and PHP. */
const FORM_MIB = 1;

/** In MiB. The configuration and the temporary folders of nginx. */
const NGINX_FILES_MIB = 4;

/** In MiB. The processes of nginx on two cores. Measured: 9. */
const NGINX_PROCESSES_MIB = 16;

/** In MiB. The pipes of the logs, and files that the application makes while it handles a request. */
const APP_FILES_MIB = 24;

/** In MiB. What PHP-FPM shares by default has room for uploads of the default size (docker/app/bin/fpm-children). */
const DEFAULT_APP_MEMORY_MIB = 384;

/** The size of nginx's /tmp, in MiB. */
export const nginxFilesMiB = (maximumUploadMiB: number) =>
  UPLOADS_AT_ONCE * (maximumUploadMiB + FORM_MIB) + NGINX_FILES_MIB;

/** The least memory of the nginx container, in MiB: files in memory count towards it. By default 64. */
export const nginxMemoryMiB = (maximumUploadMiB: number) =>
  nginxFilesMiB(maximumUploadMiB) + NGINX_PROCESSES_MIB;

/** The size of the /tmp of the application, in MiB, where PHP puts uploaded files. By default 64. */
export const appFilesMiB = (maximumUploadMiB: number) => UPLOADS_AT_ONCE * maximumUploadMiB + APP_FILES_MIB;

/** The memory in MiB that larger uploads take from the workers of PHP-FPM. */
export const uploadReserveMiB = (maximumUploadMiB: number) =>
  UPLOADS_AT_ONCE * Math.max(0, maximumUploadMiB - DEFAULT_UPLOAD_MIB);

/** The default memory of the application container, in MiB: larger uploads cost no workers. */
export const appMemoryMiB = (maximumUploadMiB: number) =>
  DEFAULT_APP_MEMORY_MIB + uploadReserveMiB(maximumUploadMiB);

/** In seconds, between nginx's answer and the moment when the load balancer or ECS no longer waits for it. */
const MARGIN_SECONDS = 5;

/** How long the load balancer waits for data, in seconds. Longer than nginx, so that the client gets nginx's answer. */
export const idleTimeoutSeconds = (requestSeconds: number) => requestSeconds + MARGIN_SECONDS;

/** The default time from the stop signal to the kill of a web container, in seconds. */
export const webStopSeconds = (requestSeconds: number) => requestSeconds + MARGIN_SECONDS;
