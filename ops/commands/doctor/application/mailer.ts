import type { ApplicationCheck } from "./application-check";
import { DRIVER_SETTINGS, lineOf, usedDriver } from "./drivers";
import { choiceOf, entryOf } from "./php";

const FILE = "config/mail.php";
const SERVICES = "config/services.php";

/** With `mail` the mailer and its settings are set. An application that reads other settings would send nothing, or log in to another region. */
export const mailer: ApplicationCheck = {
  subject: "the mailer",
  look: (application) => {
    const { mail } = application.environment;
    if (mail === undefined) return { seen: "none, because mail is not set" };
    const code = application.code(FILE);
    if (code === undefined) return { seen: `${mail.kind} in Laravel's own ${FILE}` };
    const used = usedDriver(application, "mail");
    const host = choiceOf(entryOf(code, "smtp"), "host")?.variable;
    const region = choiceOf(entryOf(application.code(SERVICES) ?? "", "ses"), "region")?.variable;
    const problems = [
      used?.name !== mail.kind && {
        path: FILE,
        got: `the mailer ${used?.name ?? "in a form that is not read here"}, which does not read MAIL_MAILER`,
        allowed: `MAIL_MAILER, which is set to ${mail.kind} for you`,
        fix: `Write: ${lineOf(DRIVER_SETTINGS.mail)}`,
      },
      mail.kind === "smtp" &&
        host !== "MAIL_HOST" && {
          path: FILE,
          got: "a mailer smtp that does not read MAIL_HOST",
          allowed: "MAIL_HOST, which is set for you",
          fix: "Write in the mailer smtp: 'host' => env('MAIL_HOST'),",
        },
      mail.kind === "ses" &&
        application.code(SERVICES) !== undefined &&
        region !== "AWS_DEFAULT_REGION" && {
          path: SERVICES,
          got: "a service ses that does not read AWS_DEFAULT_REGION",
          allowed: "AWS_DEFAULT_REGION, which is set for you",
          fix: "Write: 'ses' => ['key' => env('AWS_ACCESS_KEY_ID'), 'secret' => env('AWS_SECRET_ACCESS_KEY'), 'region' => env('AWS_DEFAULT_REGION')],",
        },
    ];
    return { seen: `${mail.kind} in ${FILE}`, problems };
  },
};
