import { show } from "../messages/show";
import { secretKindOf } from "../../facts/secret-marks";
import type { Check } from "./check";

/** Slack's rule for the name of a channel, or the id of a channel or member. */
const CHANNEL = /^(?:#[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}_-]{1,80}|[CGDU][A-Z0-9]{8,})$/u;
/** The custom emoji of a workspace can have names in other scripts. */
const EMOJI = /^:[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}_+'-]+(?:::skin-tone-[2-6])?:$/u;
const LONGEST_NAME = 80;
/** The notifier's settings share the 4 KB of a function's environment ("Lambda quotas", AWS Lambda Developer Guide). */
const LONGEST_LINK = 2_000;

const channelIsAChannel: Check = ({ slack }) => {
  const channel = slack?.channel;
  if (channel === undefined || CHANNEL.test(channel)) return undefined;
  const bare = channel.replace(/^[#@]/, "").toLowerCase();
  return {
    path: "slack.channel",
    got: secretKindOf(channel) ? "a value that looks like a secret (not shown)" : show(channel),
    allowed: "# and the name of the channel in lower case without spaces, or the id of the channel",
    fix: CHANNEL.test(`#${bare}`)
      ? `Write "#${bare}".`
      : "Copy the name from Slack, or remove it: the webhook has a default channel.",
  };
};

const iconIsAnIcon: Check = ({ slack }) => {
  const icon = slack?.icon;
  if (icon === undefined || EMOJI.test(icon)) return undefined;
  const isLink = URL.canParse(icon) && new URL(icon).protocol === "https:" && !secretKindOf(icon);
  if (isLink && icon.length <= LONGEST_LINK) return undefined;
  return {
    path: "slack.icon",
    got: secretKindOf(icon) ? "a value that looks like a secret (not shown)" : show(icon),
    allowed: `an emoji between colons, like :whale:, or the https URL of an image, at most ${LONGEST_LINK} characters`,
    fix: EMOJI.test(`:${icon}:`)
      ? `Write ":${icon}:".`
      : "Correct it, or remove it: the webhook has a default icon.",
  };
};

const usernameIsAName: Check = ({ slack }) => {
  const username = slack?.username;
  if (username === undefined || (username.trim() !== "" && username.length <= LONGEST_NAME)) return undefined;
  return {
    path: "slack.username",
    got: show(username),
    allowed: `1 to ${LONGEST_NAME} characters`,
    fix: "Shorten it, or remove it: the webhook has a default name.",
  };
};

export const slackChecks = [channelIsAChannel, iconIsAnIcon, usernameIsAName];
