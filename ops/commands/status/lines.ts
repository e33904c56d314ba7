import type { Environment } from "../../../config/environment";
import { given } from "../../../facts/given";
import { widest } from "../../cli/columns";
import { ago } from "../../cli/duration";
import { bad, bold, careful, good, linesOf, secondary } from "../../cli/style";
import type { Text } from "../../cli/text";
import { isUnusable } from "../../diagnosis/cache";
import type { Cache } from "../../ecs/cache";
import type { ServiceStatus, StatusReport } from "./report";

/** The states of a replication group in which nothing is changed. */
const SETTLED = ["available", "snapshotting"];

interface Row {
  readonly label: string;
  readonly text: Text;
}

const row = (label: string, ...text: readonly Text[]): Row => ({ label, text });

/** The report on one screen, without the problems. */
export function statusLines({ name, region }: Environment, report: StatusReport): Text {
  const rows = rowsOf(report);
  const width = widest(rows.map(({ label }) => label));
  return linesOf([
    [
      bold(`${name} in ${region}`),
      secondary(`, ${report.at.toISOString().slice(0, 19).replace("T", " ")} UTC`),
    ],
    "",
    ...rows.map(({ label, text }): Text => [label.padEnd(width), "  ", text]),
    "",
  ]);
}

function rowsOf(report: StatusReport): Row[] {
  const { at, running, services, images, hosts, targets, jobs, release, maintenance, unseen } = report;
  const { cache, mail, alarms } = report;
  return given(
    !running && row("state", careful("switched off"), ": its file sets running to false"),
    ...services.map((service) => serviceRow(at, service)),
    release &&
      row(
        "release",
        careful(`${release.command} of ${release.aim} by ${release.owner}`),
        `, started ${ago(at, release.since)}, last heartbeat ${ago(at, release.aliveAt)}`,
      ),
    images && row("images", `image parameters: app ${images.app}, nginx ${images.nginx}`),
    ...(hosts ?? []).map((host) =>
      row(
        "host",
        `${host.instance} `,
        (host.state === "ACTIVE" ? good : bad)(host.state),
        `, ${host.tasks} tasks, ${host.freeMiB} of ${host.registeredMiB} MiB free`,
      ),
    ),
    maintenance &&
      row(
        "requests",
        careful("maintenance: every request is answered with 503"),
        maintenance.secret ? ", except those with the secret" : "",
        secondary(`, switched on ${ago(at, maintenance.since)}`),
      ),
    targets && running && row("requests", share(targets.healthy, targets.all, "tasks healthy")),
    ...Object.entries(jobs?.queues ?? (jobs ? { "": jobs } : {})).map(([queue, counts]) =>
      row(
        "queue",
        `${queue === "" ? "" : `${queue}: `}${counts.waiting} waiting, ${counts.inFlight} in flight, `,
        (counts.failed > 0 ? bad : secondary)(`${counts.failed} in the dead-letter queue`),
      ),
    ),
    cache && cacheRow(cache),
    mail &&
      row(
        "mail",
        (mail.verified ? good : bad)(`${mail.domain} is ${mail.verified ? "" : "not "}verified by SES`),
        ...(mail.sandbox ? [", ", careful("the account is in the sandbox")] : []),
      ),
    alarms &&
      row(
        "alarms",
        (alarms.inAlarm.length > 0 ? bad : good)(`${alarms.inAlarm.length} of ${alarms.all} in alarm`),
        ...(alarms.awaitingData.length > 0
          ? [careful(`, ${alarms.awaitingData.length} new, until the first data arrives`)]
          : []),
      ),
    ...unseen.map((what) => row("unknown", careful(what))),
  );
}

/** `1 of 2 running`, red unless it is all. */
const share = (some: number, all: number, what: string): Text =>
  (some < all ? bad : good)(`${some} of ${all} ${what}`);

function serviceRow(
  at: Date,
  { service, running, desired, revision, tags, since, deploying }: ServiceStatus,
): Row {
  const images = Object.entries(tags).map(([image, found]) => `${image} ${found.join(" and ")}`);
  const details = [revision, ...images].map((detail) => `, ${detail}`).join("");
  return row(
    service,
    share(running, desired, "running"),
    details,
    ...(deploying ? [", ", careful("a deployment is in progress")] : []),
    ...(since ? [secondary(`, deployed ${ago(at, since)}`)] : []),
  );
}

/** The state in the words of ElastiCache, and the node that takes the writes, which a failover changes. */
function cacheRow({ state, nodes, primary }: Cache): Row {
  const judged = isUnusable(state) ? bad : SETTLED.includes(state) ? good : careful;
  return row(
    "cache",
    judged(state),
    nodes > 0 ? `, ${nodes} ${nodes === 1 ? "node" : "nodes"}` : "",
    primary === undefined ? "" : `, ${primary} takes the writes`,
  );
}
