import type { Environment } from "../../../config/environment";
import type { Finding } from "../../diagnosis/finding";
import { ago } from "../../cli/duration";
import type { ServiceStatus, StatusReport } from "./report";

const row = (label: string, text: string) => `${label.padEnd(10)} ${text}`;

/** The report on one screen, without what is wrong. */
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
            `${release.command} of ${release.aim} by ${release.owner}, since ${ago(at, release.since)}, last heard of ${ago(at, release.aliveAt)} ago`,
          ),
        ]
      : []),
    ...(images ? [row("images", `parameters say app ${images.app}, nginx ${images.nginx}`)] : []),
    ...(hosts ?? []).map((host) =>
      row(
        "host",
        `${host.instance} ${host.state}, ${host.tasks} tasks, ${host.freeMiB} of ${host.registeredMiB} MiB free`,
      ),
    ),
    ...(targets ? [row("requests", `${targets.healthy} of ${targets.all} tasks healthy`)] : []),
    ...(jobs ? [row("queue", `${jobs.waiting} waiting, ${jobs.inHand} in hand, ${jobs.failed} failed`)] : []),
    ...(alarms ? [row("alarms", `${alarms.ringing.length} of ${alarms.all} ring`)] : []),
    ...unseen.map((what) => row("not seen", what)),
    "",
  ];
}

function serviceLine(
  at: Date,
  { running, desired, revision, tags, since, deploying }: ServiceStatus,
): string {
  const images = Object.entries(tags).map(([image, found]) => `${image} ${found.join(" and ")}`);
  return [
    `${running} of ${desired} run`,
    revision,
    ...images,
    ...(deploying ? ["a release is under way"] : []),
    ...(since ? [`since ${ago(at, since)}`] : []),
  ].join(", ");
}

/** What is wrong, why, and what to do next. */
export function findingLines(findings: readonly Finding[]): string[] {
  const [first] = findings;
  if (first === undefined) return ["All is well."];
  return [
    findings.length === 1
      ? "One thing is wrong:"
      : `${findings.length} things are wrong, the likeliest cause first:`,
    ...findings.flatMap(({ what, why, next }) => ["", what, `  why   ${why}`, `  next  ${next}`]),
  ];
}
