import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  FPM_CHILD_MIB,
  FPM_RESERVE_MIB,
  ownerOf,
  PHP_MEMORY_LIMIT_MIB,
  TUNING_VARIABLES,
} from "../../../facts/container-variables";
import { derivedSettings } from "../../../config/laravel-settings";
import { ROOT } from "../../../local/project";
import { resolve } from "../change";

describe("settings of Laravel", () => {
  it.each([
    ["MIGRATE", "the image"],
    ["FPM_MAX_CHILDREN", "the image"],
    ["PHP_MEMORY_LIMIT", "the image"],
    ["DB_APPLICATION_USERNAME", "the image"],
    ["PATH", "the shell, the loader or PHP"],
    ["LD_PRELOAD", "the shell, the loader or PHP"],
    ["PHP_INI_SCAN_DIR", "the shell, the loader or PHP"],
    ["FPM_SOCKETS", "the shell, the loader or PHP"],
    ["OPENSSL_CONF", "the shell, the loader or PHP"],
    ["GCONV_PATH", "the shell, the loader or PHP"],
    ["LOCALDOMAIN", "the shell, the loader or PHP"],
    ["SHELLOPTS", "the shell, the loader or PHP"],
    ["ECS_CONTAINER_METADATA_URI_V4", "the ECS agent"],
    ["AWS_ENDPOINT_URL", "the AWS SDK, which would no longer use the role of the task"],
    ["AWS_ENDPOINT_URL_SQS", "the AWS SDK, which would no longer use the role of the task"],
    ["AWS_PROFILE", "the AWS SDK, which would no longer use the role of the task"],
  ])("are not %s, which is for %s", (name, owner) => {
    expect(resolve({ [`env.${name}`]: "1" })).toContain(
      `allowed  settings of Laravel; this variable is for ${owner}\n  fix      Remove it.`,
    );
  });

  it.each([
    ["CLIENT_MAX_BODY_SIZE", "nginx and PHP", "web.maximumUploadMiB"],
    ["MAXIMUM_UPLOAD_MIB", "nginx and PHP", "web.maximumUploadMiB"],
    ["PHP_POST_MAX_SIZE", "nginx and PHP", "web.maximumUploadMiB"],
    ["UPLOAD_MAX_FILESIZE", "nginx and PHP", "web.maximumUploadMiB"],
    ["PHP_MAX_EXECUTION_TIME", "nginx, PHP and php-fpm", "web.requestSeconds"],
    ["REQUEST_SECONDS", "nginx, PHP and php-fpm", "web.requestSeconds"],
  ])("are not %s, which follows from a field", (name, owner, field) => {
    expect(resolve({ [`env.${name}`]: "40M" })).toContain(
      `allowed  settings of Laravel; this variable is for ${owner}\n  fix      Remove it, and set ${field}.`,
    );
  });

  it("cannot be credentials of AWS, also not as a secret", () => {
    expect(resolve({ "secrets.AWS_SECRET_ACCESS_KEY": { source: "operator" } })).toContain(
      "this variable is for the AWS SDK, which would no longer use the role of the task",
    );
  });

  it.each([...TUNING_VARIABLES, "AWS_BUCKET", "AWS_URL", "AWS_USE_PATH_STYLE_ENDPOINT", "HTTP_PROXY"])(
    "may be %s",
    (name) => {
      expect(resolve({ [`env.${name}`]: "10" })).toBe("accepted");
    },
  );
});

describe("the variables of the images", () => {
  const folder = join(ROOT, "docker/app");
  const files = [
    "Dockerfile",
    "fpm/php-fpm.conf",
    ...["bin", "php"].flatMap((sub) => readdirSync(join(folder, sub)).map((file) => `${sub}/${file}`)),
  ];
  // Without the stage of nginx, whose container has variables of its own.
  const text = files
    .map((file) => readFileSync(join(folder, file), "utf8").replace(/^FROM \S+ AS nginx$[^]*/m, ""))
    .join("\n");
  const used = [
    // Of shell, php-fpm and php.ini; the second also of PHP.
    ...text.matchAll(/\$\{([A-Z][A-Z0-9_]*)(?::?[-=+?][^}]*)?\}/g),
    ...text.matchAll(/(?:getenv\(|\$_(?:SERVER|ENV)\[)'([A-Z][A-Z0-9_]*)'/g),
    ...text.matchAll(/^ENV ([A-Z][A-Z0-9_]*)=/gm),
    ...text.matchAll(/^# .*\b([A-Z]+(?:_[A-Z]+)+)\b \(default/gm),
  ].map(([, name = ""]) => name);
  /** Arguments of the build, and constants of a script. */
  const assigned = new Set(
    [...text.matchAll(/^(?:ARG )?([A-Z][A-Z0-9_]*)=/gm)]
      .map(([, name = ""]) => name)
      .concat([...text.matchAll(/^ARG ([A-Z0-9_]+)$/gm)].map(([, name = ""]) => name)),
  );

  it("are each reserved, derived, or free to be set", () => {
    const open = [...new Set(used)].filter((name) => !assigned.has(name) || ownerOf(name) !== undefined);
    expect(open.length).toBeGreaterThan(12);
    expect(
      open.filter(
        (name) =>
          ownerOf(name) === undefined &&
          ![
            ...TUNING_VARIABLES,
            ...derivedSettings({
              application: "shop",
              env: {},
              queues: {},
              cache: { kind: "database" },
              worker: { runs: "sidecar" },
            }),
          ].includes(name),
      ),
    ).toEqual([]);
  });

  it("that may be set are really read", () => {
    expect(TUNING_VARIABLES.filter((name) => !used.includes(name))).toEqual([]);
  });

  it("have the defaults that the memory checks use", () => {
    expect(text).toContain(`FPM_RESERVE_MIB:-${FPM_RESERVE_MIB}}`);
    expect(text).toContain(`FPM_CHILD_MIB:-${FPM_CHILD_MIB}}`);
    expect(text).toContain(`PHP_MEMORY_LIMIT:-${PHP_MEMORY_LIMIT_MIB}M}`);
  });
});
