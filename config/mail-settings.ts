import type { Environment } from "./environment";
import { senderOf } from "./sender";

/** Both Laravel's and Symfony's port for TLS from the first byte. Other ports use STARTTLS if the server offers it. */
const TLS_PORT = 465;

/** The settings that follow from `mail`; none without it. */
export function mailSettings({
  mail,
  env,
  application,
}: Pick<Environment, "mail" | "env" | "application">): Record<string, string> {
  if (mail === undefined) return {};
  return {
    ...transportSettings(mail),
    ...(mail.from === undefined ? {} : senderSettings(mail.from, env.APP_NAME ?? application)),
  };
}

function senderSettings(from: string, fallback: string) {
  const { address, name = fallback } = senderOf(from);
  return { MAIL_FROM_ADDRESS: address, MAIL_FROM_NAME: name };
}

/** Laravel reads the region of SES from AWS_DEFAULT_REGION (config/services.php). */
function transportSettings(mail: NonNullable<Environment["mail"]>): Record<string, string> {
  if (mail.kind === "ses") return { MAIL_MAILER: "ses" };
  const { host, port, username } = mail;
  return {
    MAIL_MAILER: "smtp",
    MAIL_HOST: host,
    MAIL_PORT: String(port),
    MAIL_SCHEME: port === TLS_PORT ? "smtps" : "smtp",
    // Laravel 10 and earlier read this one instead (config/mail.php).
    MAIL_ENCRYPTION: "tls",
    ...(username === undefined ? {} : { MAIL_USERNAME: username }),
  };
}
