import { blocksOf } from "../../../facts/terraform-json";
import type { Change } from "../change";
import type { ReviewRule } from "../finding";
import { ifReplaced, isDestroyed } from "../finding";
import { list, plain, sentence } from "../sentence";

/** Arguments of a launch template that do not affect the hosts. */
const ABOUT_THE_TEMPLATE = new Set([
  "arn",
  "default_version",
  "description",
  "id",
  "latest_version",
  "tags",
  "tags_all",
  "update_default_version",
]);

/** The hosts are replaced: one after the other by an instance refresh, or all at once with their group. */
export const hosts: ReviewRule = (change, all) => {
  if (change.type !== "aws_autoscaling_group") return undefined;
  const { address, before, after, changed } = change;
  const hosts = before.desired_capacity === 1 ? "its only host" : "its hosts";

  if (isDestroyed(change)) {
    return {
      severity: "downtime",
      what: sentence`${address} is destroyed${ifReplaced(change, " and created again")}, and ${plain(hosts)} with it: no task runs until new hosts have joined.`,
      fix: plain("Change it in place, or deploy at a time when downtime is acceptable."),
    };
  }

  if (Number(before.max_size) > 0 && after.max_size === 0) {
    return {
      severity: "downtime",
      what: sentence`${address} terminates ${plain(hosts)}, and starts no other: no task runs.`,
      fix: plain("Check that the environment is to be switched off."),
    };
  }

  const refresh = blocksOf(after.instance_refresh)[0];
  if (change.action !== "update" || !refresh || !changed.some(isLaunch)) return undefined;
  const surges = blocksOf(refresh.preferences).some(
    ({ min_healthy_percentage: least, max_healthy_percentage: most }) => least === 100 && most === 200,
  );
  return surges
    ? {
        severity: "replacement",
        what: sentence`${address} replaces ${plain(hosts)}${reason(all)}: the new host starts first and takes over the tasks, then the old one is terminated.`,
        fix: sentence`Afterwards check that the new host has joined (${"aws ecs list-container-instances"}). If it does not, the old one waits for up to an hour.`,
      }
    : {
        severity: "downtime",
        what: sentence`${address} replaces ${plain(hosts)}${reason(all)}, and terminates an old host before the new one is running: its tasks stop.`,
        fix: sentence`Let the new host start first, with ${"min_healthy_percentage = 100"} and ${"max_healthy_percentage = 200"}, or deploy at a time when downtime is acceptable.`,
      };
};

const isLaunch = (argument: string) =>
  argument === "launch_template" || argument === "mixed_instances_policy";

function reason(all: readonly Change[]) {
  const changed = all
    .filter(({ type, action }) => type === "aws_launch_template" && action === "update")
    .flatMap((template) => template.changed.filter((argument) => !ABOUT_THE_TEMPLATE.has(argument)));
  return changed.length === 0 ? plain("") : sentence`, because ${list([...new Set(changed)])} changes`;
}
