import type { Environment } from "../environment";
import { openPorts } from "../open-ports";
import { show } from "../messages/show";
import type { Check } from "./check";

/** Settings of Laravel that make it connect to a port: the setting of the port, and Laravel's default. */
const PORTS: readonly {
  readonly setting: string;
  readonly port: string;
  readonly fallback: number;
  readonly when: (env: Environment["env"]) => boolean;
}[] = [
  {
    setting: "MAIL_MAILER",
    port: "MAIL_PORT",
    fallback: 2525,
    when: ({ MAIL_MAILER }) => MAIL_MAILER === "smtp",
  },
  {
    setting: "REDIS_HOST",
    port: "REDIS_PORT",
    fallback: 6379,
    when: ({ REDIS_HOST }) => REDIS_HOST !== undefined,
  },
  {
    setting: "MEMCACHED_HOST",
    port: "MEMCACHED_PORT",
    fallback: 11_211,
    when: ({ MEMCACHED_HOST }) => MEMCACHED_HOST !== undefined,
  },
];

const portsAreOpen: Check = ({ env, hosts, mail }) =>
  PORTS.filter(({ when }) => when(env)).flatMap(({ setting, port, fallback }) => {
    const number = Number(env[port] ?? fallback);
    const open = openPorts({ hosts, mail });
    if (open.includes(number)) return undefined;
    return {
      path: `env.${env[port] === undefined ? setting : port}`,
      got:
        env[port] === undefined
          ? `${show(env[setting])}, so Laravel connects to port ${fallback}, the default of ${port}`
          : show(env[port]),
      allowed: "443, or a port in hosts.egressPorts: the containers can connect to no other",
      fix: `Add ${number} to hosts.egressPorts${env[port] === undefined ? `, or set ${port}` : ""}.`,
    };
  });

/** Drivers of Laravel that call AWS. Without `permissions` the role of the tasks has the rights for SQS, `files` and `mail` alone. */
const DRIVERS: readonly {
  readonly setting: string;
  readonly drivers: readonly string[];

  /** The service of their actions in IAM. */
  readonly service: string;
  readonly fix: string;
}[] = [
  {
    setting: "FILESYSTEM_DISK",
    drivers: ["s3"],
    service: "s3",
    fix: 'Remove it, and write files: { kind: "create" }: the bucket, the right and the setting follow.',
  },
  {
    setting: "MAIL_MAILER",
    drivers: ["ses", "ses-v2"],
    service: "ses",
    fix: 'Remove it, and write mail: { kind: "ses", from: "<name> <address>" }: the identity, the right and the setting follow.',
  },
  {
    setting: "SESSION_DRIVER",
    drivers: ["dynamodb"],
    service: "dynamodb",
    fix: 'Write "database", or remove it.',
  },
];

const driversHaveRights: Check = ({ env, permissions, files, mail }) =>
  DRIVERS.flatMap(({ setting, drivers, service, fix }) => {
    const value = env[setting];
    if (value === undefined || !drivers.includes(value)) return undefined;
    const actions = permissions.flatMap((permission) => permission.actions);
    if (actions.some((action) => action.startsWith(`${service}:`))) return undefined;
    // With files or mail the setting is derived, and refused as such.
    if ((service === "s3" && files !== undefined) || (service === "ses" && mail !== undefined))
      return undefined;
    return {
      path: `env.${setting}`,
      got: show(value),
      allowed: `drivers that need no right of the task's role, unless permissions has actions of ${service}`,
      fix,
    };
  });

/** Channels of Laravel's logging that write where no one reads: a file in the container, syslog, nothing. */
const LOST_CHANNELS = ["single", "daily", "syslog", "null"];

const logsAreKept: Check = ({ env }) =>
  ["LOG_CHANNEL", "LOG_STACK"].flatMap((setting) => {
    const lost = (env[setting] ?? "").split(",").filter((channel) => LOST_CHANNELS.includes(channel.trim()));
    if (lost.length === 0) return undefined;
    return {
      path: `env.${setting}`,
      got: show(env[setting]),
      allowed: "a channel that writes to the output of the container; others are lost when it stops",
      fix:
        setting === "LOG_CHANNEL"
          ? 'Write "stack", with docker/laravel/config/logging.php.'
          : 'Write "stderr", or remove it.',
    };
  });

export const needChecks = [portsAreOpen, driversHaveRights, logsAreKept];
