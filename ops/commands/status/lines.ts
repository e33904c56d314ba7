import type { Environment } from "../../../config/environment";
import { ago } from "../../cli/duration";
import type { ServiceStatus, StatusReport } from "./report";

const row = (label: string, text: string) => `${label.padEnd(10)} ${text}`;

/** The report on one screen, without the problems. */
export function statusLines({ name, region }: Environment, report: StatusReport): string[] {
  const { at, services, images, hosts, targets, jobs, alarms, release, unseen } = report;
  return [
    `${name} in ${region}, ${at.toISOString().slice(0, 19).replace("T", " ")} UTC`,
    "",
    ...services.map((service) => row(service.service, serviceLine(at, service))),
    ...(release
      ? [
          row(
            "release",
            `${release.command} of ${release.aim} by ${release.owner}, started ${ago(at, release.since)} ago, last heartbeat ${ago(at, release.aliveAt)} ago`,
          ),
        ]
      : []),
    ...(images ? [row("images", `image parameters: app ${images.app}, nginx ${images.nginx}`)] : []),
    ...(hosts ?? []).map((host) =>
      row(
        "host",
        `${host.instance} ${host.state}, ${host.tasks} tasks, ${host.freeMiB} of ${host.registeredMiB} MiB free`,
      ),
    ),
    ...(targets ? [row("requests", `${targets.healthy} of ${targets.all} tasks healthy`)] : []),
    ...(jobs
      ? [
          row(
            "queue",
            `${jobs.waiting} waiting, ${jobs.inFlight} in flight, ${jobs.failed} in the dead-letter queue`,
          ),
        ]
      : []),
    ...(alarms ? [row("alarms", `${alarms.inAlarm.length} of ${alarms.all} in alarm`)] : []),
    ...unseen.map((what) => row("unknown", what)),
    "",
  ];
}

function serviceLine(
  at: Date,
  { running, desired, revision, tags, since, deploying }: ServiceStatus,
): string {
  const images = Object.entries(tags).map(([image, found]) => `${image} ${found.join(" and ")}`);
  return [
    `${running} of ${desired} running`,
    revision,
    ...images,
    ...(deploying ? ["a deployment is in progress"] : []),
    ...(since ? [`deployed ${ago(at, since)} ago`] : []),
  ].join(", ");
}
