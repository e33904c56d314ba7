import { mailer } from "../../../../../ops/commands/doctor/application/mailer";
import { check, LARAVEL_12 } from "./laravel";

describe("the mailer", () => {
  const ses = { mail: { kind: "ses", from: "no-reply@shop.example" } };
  const smtp = { mail: { kind: "smtp", host: "smtp.example.com", port: 587 } };
  const files = (mail: string | null, services: string | null = null) => ({
    ...LARAVEL_12,
    "config/mail.php": mail,
    "config/services.php": services,
  });
  const own =
    "<?php return ['default' => env('MAIL_MAILER', 'log'), 'mailers' => ['smtp' => ['transport' => 'smtp', 'host' => env('MAIL_HOST')], 'ses' => ['transport' => 'ses']]];";
  const old =
    "<?php return ['default' => env('MAIL_DRIVER', 'smtp'), 'mailers' => ['smtp' => ['transport' => 'smtp', 'host' => env('SMTP_HOST')]]];";
  const services = (region: string) => `<?php return ['ses' => ['region' => env('${region}', 'us-east-1')]];`;

  it("reads what follows from mail", async () => {
    expect(await check(mailer)).toMatchObject({ seen: "none, because mail is not set" });
    for (const changes of [ses, smtp]) {
      expect(await check(mailer, files(null), changes)).toMatchObject({ result: "passed" });
      expect(await check(mailer, files(own, services("AWS_DEFAULT_REGION")), changes)).toMatchObject({
        result: "passed",
      });
    }
  });

  it("is refused if the application reads other settings", async () => {
    expect((await check(mailer, files(old), smtp)).text).toMatchInlineSnapshot(`
      "../api: config/mail.php
        got      a mailer smtp that does not read MAIL_HOST
        allowed  MAIL_HOST, which is set for you
        fix      Write in the mailer smtp: 'host' => env('MAIL_HOST'),"
    `);
    expect((await check(mailer, files(old, services("SES_REGION")), ses)).text).toMatchInlineSnapshot(`
      "../api: config/mail.php
        got      the mailer smtp, which does not read MAIL_MAILER
        allowed  MAIL_MAILER, which is set to ses for you
        fix      Write: 'default' => env('MAIL_MAILER', 'log'),
      ../api: config/services.php
        got      a service ses that does not read AWS_DEFAULT_REGION
        allowed  AWS_DEFAULT_REGION, which is set for you
        fix      Write: 'ses' => ['key' => env('AWS_ACCESS_KEY_ID'), 'secret' => env('AWS_SECRET_ACCESS_KEY'), 'region' => env('AWS_DEFAULT_REGION')],"
    `);
  });
});
