import { show } from "../messages/show";
import type { Check } from "./check";

/** A setting without effect hides a mistake. */
const aTopicHasAlarms: Check = ({ alarms }) =>
  !alarms.enabled &&
  alarms.topic !== undefined && {
    path: "alarms.topic",
    got: show(alarms.topic),
    allowed: "none while alarms.enabled is false, because no alarm would use it",
    fix: "Remove it, or set alarms.enabled to true.",
  };

const aTopicIsInTheRegion: Check = ({ alarms: { topic }, region }) => {
  if (topic?.kind !== "existing" || topic.arn.split(":")[3] === region) return undefined;
  return {
    path: "alarms.topic.arn",
    got: show(topic.arn),
    allowed: `a topic in ${region}: CloudWatch publishes to its own region only`,
    fix: `Create one in ${region}, or let this environment create it: { kind: "create" }.`,
  };
};

const emailsDiffer: Check = ({ alarms: { topic } }) => {
  if (topic?.kind !== "create") return undefined;
  const twice = topic.emails.filter((email, index) => topic.emails.indexOf(email) !== index);
  return twice.map((email) => ({
    path: "alarms.topic.emails",
    got: `${show(email)} twice`,
    allowed: "each address once",
    fix: "Remove one of them.",
  }));
};

export const alarmChecks = [aTopicHasAlarms, aTopicIsInTheRegion, emailsDiffer];
