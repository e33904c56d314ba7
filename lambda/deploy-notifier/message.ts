import type { Message } from "./delivery";
import type { AlarmEvent, DeploymentEvent, KnownEvent, ScanEvent, TaskEvent } from "./events";
import type { LogStream } from "./evidence";
import type { DeploymentFacts, Release } from "./facts";
import { hintFor } from "./hints";
import type { Links } from "./links";
import type { Repeats } from "./memory";
import { lastPart } from "./shape";
import type { StoppedTask } from "./stopped-task";
import { causeOf, culprit } from "./stopped-task";
import { code, fit } from "./text";

/** What was found out about an event, beyond what it says itself. */
export interface Findings {
  /** Nothing where there is none, or where ECS did not tell. */
  readonly facts?: DeploymentFacts | undefined;

  /** The task that came to a bad end. */
  readonly task?: StoppedTask | undefined;
  readonly log?: LogStream | undefined;
  readonly lines?: readonly string[];

  /** What could not be asked, and why. */
  readonly missing: readonly string[];
}

/** How it looks in Slack, as in the second article. The webhook's own settings hold where one is not set. */
export interface Appearance {
  readonly channel?: string;
  readonly icon?: string;
  readonly username?: string;
}

interface Told {
  readonly icon: string;
  readonly title: string;
  readonly facts?: readonly (readonly [name: string, value: string])[];
  readonly reason?: string;
  readonly links?: readonly (readonly [name: string, url: string])[];
}

/** Slack's limits ("Reference: blocks", Slack API): 150 in a header, 2,000 in a field, 3,000 in a section. */
const HEADER = 150;
const FIELD = 300;
const SECTION = 2_900;

/** The words for an event. Pure: the same event and findings make the same message. */
export function messageOf(
  environment: string,
  event: KnownEvent,
  findings: Findings,
  repeats: Repeats | undefined,
  links: Links,
  appearance: Appearance,
): Message {
  const told = tell(event, findings, links);
  const title = `${told.icon} ${environment}: ${told.title}`;
  const hint = hintFor(told.reason ?? "");
  const again =
    repeats && repeats.count > 1
      ? `${repeats.count} times since ${repeats.since.toISOString().slice(11, 16)} UTC.`
      : "";
  const reason = [told.reason, hint, again, ...findings.missing].filter(Boolean).join("\n");
  const shown = (told.facts ?? []).filter(([, value]) => value);
  const lines = findings.lines ?? [];
  const pages = [...(told.links ?? []), ...(findings.log ? [["Log", links.log(findings.log)] as const] : [])];

  const blocks = [
    { type: "header", text: { type: "plain_text", text: fit(title, HEADER), emoji: true } },
    ...(shown.length > 0
      ? [
          {
            type: "section",
            fields: shown.map(([name, value]) => markdown(`*${name}*\n${fit(value, FIELD)}`)),
          },
        ]
      : []),
    ...(reason ? [{ type: "section", text: markdown(fit(reason, SECTION)) }] : []),
    ...(lines.length > 0 ? [{ type: "section", text: markdown(code(lines, SECTION)) }] : []),
    {
      type: "context",
      elements: [markdown([date(event.at), ...pages.map(([name, url]) => `<${url}|${name}>`)].join(" · "))],
    },
  ];
  const text = fit([title, told.reason].filter(Boolean).join(": "), HEADER * 2);
  const from = sender(appearance);
  return { payload: { ...from, text, blocks }, plain: { ...from, text } };
}

const markdown = (text: string) => ({ type: "mrkdwn", text });

/** Slack shows it in the reader's own time zone ("Date formatting", Slack API). */
const date = (at: Date) =>
  `<!date^${Math.floor(at.getTime() / 1_000)}^{date_short_pretty} {time_secs}|${at.toISOString()}>`;

function sender({ channel, icon, username }: Appearance): object {
  return {
    ...(channel ? { channel } : {}),
    ...(icon ? { [icon.startsWith(":") ? "icon_emoji" : "icon_url"]: icon } : {}),
    ...(username ? { username } : {}),
  };
}

function tell(event: KnownEvent, findings: Findings, links: Links): Told {
  switch (event.kind) {
    case "deployment":
      return { ...deployment(event, findings), links: [["Deployments", links.service(event.service)]] };
    case "action": {
      const [icon, words] = ACTIONS[event.name] ?? ["⚠️", event.name];
      return {
        icon,
        title: `${event.service} ${words}`,
        reason: event.reason,
        links: [["Deployments", links.service(event.service)]],
      };
    }
    case "task":
      return { ...task(event), links: [["Task", links.task(event.task.id)]] };
    case "alarm":
      return alarm(event, links);
    case "scan":
      return scan(event, links);
  }
}

const ACTIONS: Partial<Record<string, readonly [icon: string, words: string]>> = {
  SERVICE_TASK_PLACEMENT_FAILURE: ["🧱", "cannot place a task"],
  SERVICE_TASK_CONFIGURATION_FAILURE: ["🧱", "cannot start a task"],
  SERVICE_TASK_START_IMPAIRED: ["⚠️", "keeps failing to start tasks"],
};

function deployment(event: DeploymentEvent, { facts, task: failed }: Findings): Told {
  const { service, phase, reason } = event;
  const { from, to, rollback, failedTasks = 0, registeredBy = "", startedAt } = facts ?? {};
  const release = [
    ["Image", change(from, to)],
    ["Revision", to?.taskDefinition ?? ""],
    ["Registered by", registeredBy],
  ] as const;
  const duration = ["Duration", startedAt ? span(startedAt, event.at) : ""] as const;

  switch (phase) {
    case "started":
      return { icon: "🚀", title: `${service} is being deployed`, facts: release };
    case "failed":
      return {
        icon: "❌",
        title: `${service} could not be deployed`,
        facts: [...release, ["Failed tasks", failedTasks > 0 ? String(failedTasks) : ""], duration],
        reason: [failed && causeOf(failed), reason].filter(Boolean).join("\n"),
      };
    case "rolling back":
      return {
        icon: "⏪",
        title: `${service} is being rolled back`,
        facts: [["Back to", tagsOf(from)]],
        reason,
      };
    case "ended":
      if (!facts) {
        return {
          icon: "❔",
          title: `${service}: a deployment has ended`,
          reason: "Whether the release runs or was rolled back is not known.",
        };
      }
      return rollback === undefined
        ? { icon: "✅", title: `${service} is deployed`, facts: [...release, duration] }
        : {
            icon: "↩️",
            title: `${service} was rolled back, the release has failed`,
            facts: [["Runs again", tagsOf(from)], ["Failed", tagsOf(to)], ...release.slice(1), duration],
            reason: rollback,
          };
  }
}

function task({ task, phase }: TaskEvent): Told {
  const container = culprit(task);
  const image = ["Image", lastPart(container?.image ?? "")] as const;
  const lived = [
    "Ran for",
    task.startedAt && task.stoppedAt ? span(task.startedAt, task.stoppedAt) : "",
  ] as const;

  switch (phase) {
    case "pending":
      return { icon: "⏳", title: `${task.name}: a task is starting` };
    case "running":
      return { icon: "▶️", title: `${task.name}: a task is running` };
    case "part stopped": {
      const down = task.containers
        .filter(({ lastStatus }) => lastStatus === "STOPPED")
        .map(({ name }) => name);
      return {
        icon: "💥",
        title: `${down.join(", ")} is down beside ${task.name}`,
        facts: [image],
        reason: `${causeOf(task) || "It ended."}\nThe task runs on without it.`,
      };
    }
    case "stopped":
      return {
        icon: "💥",
        title: `${verdict(task)}: ${inShort(task)}`,
        facts: [image, lived],
        reason: [causeOf(task), task.ofService ? "ECS starts another task." : ""].filter(Boolean).join("\n"),
      };
  }
}

/** There may be other tasks of web, or the one before a deploy; the scheduler is one task. */
function verdict({ name, ofService }: StoppedTask): string {
  if (!ofService) return `${name} has failed`;
  return name === "web" ? "a task of web has died" : `${name} is down`;
}

function inShort(task: StoppedTask): string {
  const { reason = "", exitCode, name = "" } = culprit(task) ?? {};
  if (reason.includes("OutOfMemory")) return `${name} ran out of memory`;
  if (/health ?check/i.test(task.stoppedReason)) return "unhealthy";
  if (task.stopCode === "TaskFailedToStart") return "it did not start";
  return exitCode === undefined ? "it stopped" : `${name} ended with ${exitCode}`;
}

function alarm({ name, state, reason, description }: AlarmEvent, links: Links): Told {
  const [icon, says] =
    state === "ALARM" ? ["🔔", "alarm"] : state === "OK" ? ["🔕", "OK again"] : ["❔", state];
  return {
    icon,
    title: `${says}: ${name}`,
    reason: [description, reason].filter(Boolean).join("\n"),
    links: [["Alarm", links.alarm(name)]],
  };
}

function scan({ account, repository, tags, digest, critical, high }: ScanEvent, links: Links): Told {
  return {
    icon: "🛡️",
    title: `${repository} has ${critical} critical ${critical === 1 ? "vulnerability" : "vulnerabilities"}`,
    facts: [
      ["Image", tags.join(", ") || digest],
      ["Of high severity", String(high)],
    ],
    links: [["Findings", links.scan(account, repository, digest)]],
  };
}

const tagsOf = (release: Release | undefined) =>
  Object.entries(release?.tags ?? {})
    .map(([image, tag]) => `${image} ${tag}`)
    .join(", ");

/** Old and new tag of every image. */
const change = (from: Release | undefined, to: Release | undefined) =>
  Object.entries(to?.tags ?? {})
    .map(([image, tag]) => {
      const old = from?.tags[image];
      return old === undefined || old === tag ? `${image} ${tag}` : `${image} ${old} → ${tag}`;
    })
    .join("\n");

/** A length of time as people say it: 42 s, 3 min 20 s, 2 h 5 min. */
function span(from: Date, to: Date): string {
  const seconds = Math.max(0, Math.round((to.getTime() - from.getTime()) / 1_000));
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
