import { NOT_SET } from "../../constructs/data/secret-parameter";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  migrationWithoutCache,
  OLD_ENVIRONMENT,
  OLD_PROBLEMS,
  oldFiles,
  RENAME_MIGRATION,
} from "./preflight/old-application";
import { pretendedStatements } from "../../ops/release/pretended";
import { nginxImage, WORK } from "./sandbox/image";
import { Container, useContainers } from "./sandbox/container";
import { describeImages } from "./sandbox/requirements";
import { APP_TMPFS, Stack } from "./sandbox/stack";

describeImages("A container that cannot work", () => {
  useContainers();
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  const refusal = async (overrides: Parameters<Stack["app"]>[1]): Promise<string> => {
    const app = stack.app("refused", overrides);
    expect(await app.wait()).toBe(1);
    return app.stderr.trim();
  };

  it("reports that the database refuses its credentials, without the password", async () => {
    const message = await refusal({ environment: { DB_PASSWORD: "wrong-password" } });

    expect(message).toMatch(
      /^entrypoint: cannot use database "laravel" at database as "laravel": .*\[1045\] Access denied/,
    );
    expect(message).toContain("Fix: check DB_HOST, DB_DATABASE, DB_USERNAME, DB_PASSWORD");
    expect(message).not.toContain("wrong-password");
  });

  it("fails when the database does not answer", async () => {
    const message = await refusal({ environment: { DB_PORT: "3307", DB_WAIT_SECONDS: "3" } });

    expect(message).toMatch(
      /^entrypoint: no response from database "laravel" .* within 3 s \(DB_WAIT_SECONDS\): .*Connection refused/,
    );
  });

  it("reports that the certificate of the database is not signed by a known authority", async () => {
    const message = await refusal({
      environment: { MYSQL_ATTR_SSL_CA: "/etc/ssl/certs/ca-certificates.crt" },
    });

    expect(message).toMatch(
      /^entrypoint: cannot use database .*Cannot connect to MySQL using SSL\. Fix: check .*MYSQL_ATTR_SSL_CA/,
    );
  });

  it("reports that the database requires TLS", async () => {
    expect(await refusal({ environment: { MYSQL_ATTR_SSL_CA: "" } })).toMatch(
      /^entrypoint: cannot use database .*insecure transport/,
    );
  });

  it("reports that APP_KEY is missing, and how to create one", async () => {
    expect(await refusal({ environment: { APP_KEY: "" } })).toBe(
      'entrypoint: APP_KEY is missing. Fix: create one with "php artisan key:generate --show" and set it for the container.',
    );
  });

  it("reports a secret that the operator has not set", async () => {
    expect(await refusal({ environment: { SHOP_TOKEN: NOT_SET } })).toBe(
      "entrypoint: SHOP_TOKEN is not set yet. Fix: npm run ops -- secret set <environment> SHOP_TOKEN",
    );
  });

  it("reports that APP_KEY has the wrong length", async () => {
    expect(await refusal({ environment: { APP_KEY: "base64:dG9vIHNob3J0" } })).toMatch(
      /^entrypoint: APP_KEY is not a key of 32 bytes/,
    );
  });

  /** The application without some of the classes that the example has in place of the AWS SDK and of Flysystem's adapter. */
  const without = (...classes: string[]) =>
    Object.fromEntries(classes.map((each) => [`/var/www/html/${each}.php`, empty("<?php\n")]));
  const empty = (content = "") => {
    const file = join(WORK, `empty-${content.length}`);
    writeFileSync(file, content);
    return file;
  };

  it("reports the package that the queue driver needs, before it migrates", async () => {
    expect(
      await refusal({
        command: ["migrate"],
        environment: { QUEUE_CONNECTION: "sqs" },
        files: without("aws/Sqs/SqsClient"),
      }),
    ).toBe(
      "entrypoint: QUEUE_CONNECTION=sqs requires the class Aws\\Sqs\\SqsClient, which is not in this image. Fix: composer require aws/aws-sdk-php",
    );
  });

  it("reports everything that is missing at once", async () => {
    const message = await refusal({
      environment: { APP_KEY: "", CACHE_STORE: "redis", FILESYSTEM_DISK: "s3", MAIL_MAILER: "ses" },
      files: {
        ...without("aws/Ses/SesClient", "flysystem/AwsS3V3Adapter"),
        "/etc/php/8.4/mods-available/redis.ini": empty(),
      },
    });

    expect(message.split("\n")).toEqual([
      expect.stringContaining("APP_KEY is missing") as string,
      "entrypoint: CACHE_STORE=redis requires the class Redis, which is not in this image. Fix: add php8.4-redis to docker/packages.txt, and build the image",
      'entrypoint: FILESYSTEM_DISK=s3 requires the class League\\Flysystem\\AwsS3V3\\AwsS3V3Adapter, which is not in this image. Fix: composer require league/flysystem-aws-s3-v3 "^3.0"',
      "entrypoint: MAIL_MAILER=ses requires the class Aws\\Ses\\SesClient, which is not in this image. Fix: composer require aws/aws-sdk-php",
    ]);
  });

  it("reports every trap of an older Laravel at once, each with the line that it needs", async () => {
    const message = await refusal({ files: oldFiles(), environment: OLD_ENVIRONMENT });

    expect(message.split("\n")).toEqual(OLD_PROBLEMS);
  });

  it("judges every other combination of settings with the same functions", async () => {
    const cases = stack.app("cases", {
      command: ["php", "/srv/cases.php"],
      files: { "/srv/cases.php": join(__dirname, "preflight/cases.php") },
    });

    expect(await cases.wait()).toBe(0);
    expect(cases).toMatchObject({ stdout: "31 cases\n", stderr: "" });
  });

  it("reports the tables that its drivers need, each with the command that writes their migration", async () => {
    const message = await refusal({ environment: { SESSION_DRIVER: "database" } });

    expect(message.split("\n")).toEqual([
      'entrypoint: CACHE_STORE=database needs the tables cache and cache_locks in the database. Fix: run "php artisan make:cache-table" (before Laravel 11: cache:table), and commit the migration.',
      'entrypoint: SESSION_DRIVER=database needs the table sessions in the database. Fix: run "php artisan make:session-table" (before Laravel 11: session:table), and commit the migration; an API without sessions sets SESSION_DRIVER to "cookie" in env.',
      'entrypoint: QUEUE_CONNECTION=database needs the table jobs in the database. Fix: run "php artisan make:queue-table" (before Laravel 11: queue:table), and commit the migration.',
    ]);
  });

  it("reports after a migration that it created no table of the cache, and can migrate again", async () => {
    expect(await refusal({ command: ["migrate"], files: migrationWithoutCache() })).toContain(
      "CACHE_STORE=database needs the tables cache and cache_locks",
    );
    await stack.app("rename", { command: ["php", "-r", RENAME_MIGRATION] }).wait();

    const pretended = stack.app("pretend", { command: ["artisan", "migrate", "--pretend", "--force"] });
    expect(await pretended.wait()).toBe(0);
    expect(pretendedStatements([pretended.stdout]).map(({ sql }) => sql)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^create table `cache` /),
        expect.stringMatching(/^alter table `jobs` add index /),
        expect.stringMatching(/^insert into `items` /),
      ]),
    );

    const again = await stack.migrate();
    expect(again.stdout).toContain("the tables of the cache are missing, so this migration has no lock");
    expect(again.stderr).toBe("");
  });

  it("reports that storage is not writable", async () => {
    expect(await refusal({ tmpfs: APP_TMPFS.filter((path) => !path.endsWith("storage")) })).toBe(
      "entrypoint: /var/www/html/storage/app/public is not writable for user 33. Fix: mount a volume owned by 33:33 on /var/www/html/storage.",
    );
  });

  it("refuses to migrate in a web container", async () => {
    expect(await refusal({ environment: { MIGRATE: "1" } })).toMatch(
      /^entrypoint: MIGRATE=1 is refused in a web container/,
    );
  });

  it("reports where the nginx configuration is wrong", async () => {
    const template = join(WORK, "broken-site.conf");
    writeFileSync(template, "server {\n    listen 8080\n}\n");
    const nginx = new Container({
      name: "broken",
      image: nginxImage(),
      links: { app: "127.0.0.1" },
      files: { "/etc/nginx/templates/site.conf": template },
    });

    expect(await nginx.wait()).toBe(1);
    expect(nginx.stderr).toContain('unexpected "}" in /tmp/nginx/site.conf:3');
    expect(nginx.stderr).toContain("entrypoint: nginx refuses its configuration, see above.");
  });

  it("reports that nginx cannot resolve its application", async () => {
    const nginx = new Container({
      name: "lonely",
      image: nginxImage(),
      environment: { APP_UPSTREAM: "nowhere:9000" },
    });

    expect(await nginx.wait()).toBe(1);
    expect(nginx.stderr).toContain('host not found in upstream "nowhere"');
    expect(nginx.stderr).toContain("APP_UPSTREAM");
  });
});
