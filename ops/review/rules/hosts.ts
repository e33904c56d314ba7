import type { Change } from "../change";
import type { Rule } from "../finding";
import { ends } from "../finding";
import { list, plain, say } from "../sentence";
import { blocksOf } from "../values";

/** What a launch template says of itself, and no host is made of. */
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
export const hosts: Rule = (change, all) => {
  if (change.type !== "aws_autoscaling_group") return [];
  const { address, before, after, changed } = change;
  const hosts = before.desired_capacity === 1 ? "its only host" : "its hosts";

  if (ends(change)) {
    return [
      {
        severity: "downtime",
        says: say`${address} is destroyed${plain(change.action === "replace" ? " and made anew" : "")}, and ${plain(hosts)} with it: nothing runs until new hosts have joined.`,
        remedy: plain("Change it in place, or deploy when the API may be down."),
      },
    ];
  }

  const refresh = blocksOf(after.instance_refresh)[0];
  if (change.action !== "update" || !refresh || !changed.some(isLaunch)) return [];
  const surges = blocksOf(refresh.preferences).some(
    ({ min_healthy_percentage: least, max_healthy_percentage: most }) => least === 100 && most === 200,
  );
  return [
    surges
      ? {
          severity: "replacement",
          says: say`${address} replaces ${plain(hosts)}${reason(all)}: the new one starts first, takes over the tasks, and then the old one goes.`,
          remedy: say`Look afterwards whether the new host has joined (${"aws ecs list-container-instances"}): the old one waits up to an hour for one that does not.`,
        }
      : {
          severity: "downtime",
          says: say`${address} replaces ${plain(hosts)}${reason(all)}, and ends an old one before its successor runs: its tasks stop.`,
          remedy: say`Let the new one start first, with ${"min_healthy_percentage = 100"} and ${"max_healthy_percentage = 200"}, or deploy when the API may be down.`,
        },
  ];
};

const isLaunch = (argument: string) =>
  argument === "launch_template" || argument === "mixed_instances_policy";

function reason(all: readonly Change[]) {
  const changed = all
    .filter(({ type, action }) => type === "aws_launch_template" && action === "update")
    .flatMap((template) => template.changed.filter((argument) => !ABOUT_THE_TEMPLATE.has(argument)));
  return changed.length === 0 ? plain("") : say`, as ${list([...new Set(changed)])} changes`;
}
