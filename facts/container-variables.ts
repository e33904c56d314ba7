/**
 * Environment variables that a container of the application takes for itself. A test finds every variable of the images'
 * scripts here or in `TUNING_VARIABLES`.
 */
const RESERVED_VARIABLES: readonly {
  readonly owner: string;
  /** The field of an environment that the variable follows from. */
  readonly field?: string;
  readonly names: readonly RegExp[];
}[] = [
  {
    owner: "nginx and PHP",
    field: "web.maximumUploadMiB",
    // The last two under the names of other images. They would have no effect here.
    names: [
      /^MAXIMUM_UPLOAD_MIB$/,
      /^(?:NGINX_)?CLIENT_MAX_BODY_SIZE$/,
      /^(?:PHP_)?(?:POST_MAX_(?:SIZE|MIB)|UPLOAD_MAX_(?:FILESIZE|FILE_SIZE|SIZE))$/,
    ],
  },
  {
    owner: "nginx, PHP and php-fpm",
    field: "web.requestSeconds",
    names: [/^REQUEST_SECONDS$/, /^FPM_TERMINATE_SECONDS$/, /^(?:PHP_)?MAX_EXECUTION_TIME$/],
  },
  {
    owner: "the image",
    names: [
      /^(?:MIGRATE|CACHE_AT_START|CONFIG_CACHE|RUN_AT_LEAST_SECONDS|LOG_STDOUT|LOG_STDERR)$/,
      /^(?:FPM_MAX_CHILDREN|FPM_LISTEN|FPM_HEALTH_LISTEN|MEMORY_LIMIT_MIB|PHP_MEMORY_LIMIT|PHP_OPCACHE_VALIDATE_TIMESTAMPS)$/,
      /^DB_APPLICATION_(?:USERNAME|PASSWORD)$/,
      /^COMPOSER_/,
    ],
  },
  {
    owner: "the shell, the loader or PHP",
    names: [
      /^(?:PATH|HOME|PWD|OLDPWD|IFS|ENV|BASH_ENV|SHELL|USER|HOSTNAME|TMPDIR)$/,
      /^(?:CDPATH|PS4|SHELLOPTS|BASHOPTS)$/,
      // "ENVIRONMENT" of ld.so(8), gconv, mallopt(3), resolv.conf(5), hostname(7) and locale(7), and "openssl-env(7)".
      /^(?:LD_|OPENSSL_|SSL_CERT_|MALLOC_)/,
      /^(?:GCONV_PATH|GLIBC_TUNABLES|LOCPATH|NLSPATH|RES_OPTIONS|LOCALDOMAIN|HOSTALIASES)$/,
      // FPM_SOCKETS names the sockets that php-fpm takes over (sapi/fpm/fpm/fpm_sockets.c of PHP).
      /^(?:PHPRC|PHP_INI_SCAN_DIR|FPM_SOCKETS|USE_ZEND_ALLOC|ZEND_DONT_UNLOAD_MODULES)$/,
    ],
  },
  // "Task metadata endpoint version 4" and "Container environment variables", Amazon ECS Developer Guide.
  { owner: "the ECS agent", names: [/^ECS_/, /^AWS_CONTAINER_/, /^AWS_EXECUTION_ENV$/] },
  {
    // "Environment variables to configure the AWS CLI" and "Settings reference", AWS SDKs and Tools Reference Guide. Laravel's
    // own AWS_BUCKET, AWS_URL and AWS_ENDPOINT are not among them.
    owner: "the AWS SDK, which would no longer use the role of the task",
    names: [
      /^AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|SECURITY_TOKEN|PROFILE|DEFAULT_PROFILE|REGION)$/,
      /^AWS_(?:CONFIG_FILE|SHARED_CREDENTIALS_FILE|CA_BUNDLE|ROLE_ARN|ROLE_SESSION_NAME|WEB_IDENTITY_TOKEN_FILE)$/,
      /^AWS_(?:ENDPOINT_URL|EC2_METADATA|METADATA_SERVICE|STS_REGIONAL|USE_FIPS|USE_DUALSTACK)/,
    ],
  },
];

/** Variables of the images that an environment may set. */
export const TUNING_VARIABLES = [
  "DB_WAIT_SECONDS",
  "FPM_CHILDREN_PER_CORE",
  "FPM_CHILD_MIB",
  "FPM_RESERVE_MIB",
  "FPM_SLOWLOG_TIMEOUT",
  "PHP_OPCACHE_MEMORY_MIB",
];

/** What uses the variable itself, or undefined. */
export const ownerOf = (variable: string): string | undefined => reservationOf(variable)?.owner;

/** The variable's owner, and the field of an environment that it follows from, or undefined if it is free. */
export const reservationOf = (variable: string) =>
  RESERVED_VARIABLES.find(({ names }) => names.some((name) => name.test(variable)));

/** In MiB. The memory that php-fpm shares, and that of one worker: the defaults of docker/app/bin/fpm-children. */
export const FPM_RESERVE_MIB = 128;
export const FPM_CHILD_MIB = 48;

/** In MiB. The memory of the workers that answer health checks: the share of docker/app/bin/fpm-children, measured at 7. */
export const FPM_HEALTH_MIB = 16;

/** In MiB. PHP's memory_limit in the images (docker/app/php/laravel.ini). */
export const PHP_MEMORY_LIMIT_MIB = 128;
