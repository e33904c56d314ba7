import { writeFileSync } from "node:fs";
import { join } from "node:path";
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

  it("reports that APP_KEY has the wrong length", async () => {
    expect(await refusal({ environment: { APP_KEY: "base64:dG9vIHNob3J0" } })).toMatch(
      /^entrypoint: APP_KEY is not a key of 32 bytes/,
    );
  });

  it("reports the package that the queue driver needs, before it migrates", async () => {
    const empty = join(WORK, "empty.php");
    writeFileSync(empty, "<?php\n");

    expect(
      await refusal({
        command: ["migrate"],
        environment: { QUEUE_CONNECTION: "sqs" },
        files: { "/var/www/html/aws/Sqs/SqsClient.php": empty },
      }),
    ).toBe(
      "entrypoint: QUEUE_CONNECTION=sqs requires the class Aws\\Sqs\\SqsClient, which is not in this image. Fix: composer require aws/aws-sdk-php",
    );
  });

  it("reports everything that is missing at once", async () => {
    const message = await refusal({
      environment: { APP_KEY: "", CACHE_STORE: "redis", FILESYSTEM_DISK: "s3", MAIL_MAILER: "ses" },
    });

    expect(message.split("\n")).toEqual([
      expect.stringContaining("APP_KEY is missing") as string,
      "entrypoint: CACHE_STORE=redis requires the class Redis, which is not in this image. Fix: add php8.4-redis to docker/packages.txt, and build the image",
      'entrypoint: FILESYSTEM_DISK=s3 requires the class League\\Flysystem\\AwsS3V3\\AwsS3V3Adapter, which is not in this image. Fix: composer require league/flysystem-aws-s3-v3 "^3.0"',
      "entrypoint: MAIL_MAILER=ses requires the class Aws\\Ses\\SesClient, which is not in this image. Fix: composer require aws/aws-sdk-php",
    ]);
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
