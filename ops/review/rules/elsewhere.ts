import { blocksOf } from "../../../facts/terraform-json";
import { ownOf } from "../own";
import type { ReviewRule } from "../finding";
import { list, plain, sentence } from "../sentence";
import type { Values } from "../values";

/** Arguments that decide who gets the requests, the answers to them, or the events. */
const DIRECTS: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_event_target: ["arn"],
  aws_lb_listener: ["default_action"],
  aws_lb_listener_rule: ["action"],
  aws_route: ["gateway_id", "nat_gateway_id", "network_interface_id", "vpc_peering_connection_id"],
  aws_route53_record: ["alias", "records"],
  aws_sns_topic_subscription: ["endpoint"],
};

/** The host of the request itself ("Redirect actions", User Guide for Application Load Balancers). */
const SAME_HOST = "#{host}";

/** Requests go elsewhere: by another value of what directs them, or by a redirect to another host. */
export const elsewhere: ReviewRule = ({ address, type, action, changed, after }) => {
  // A text in DNS directs nothing.
  const directs = after.type === "TXT" ? [] : (ownOf(DIRECTS, type) ?? []);
  const others = directs.filter(
    (argument) => ["update", "replace"].includes(action) && changed.includes(argument),
  );
  const hosts = action === "create" ? directs.flatMap((argument) => redirectsOf(after, argument)) : [];
  if (others.length + hosts.length === 0) return [];
  return [
    {
      severity: "exposure",
      what:
        others.length > 0
          ? sentence`${address} sends requests elsewhere: ${list(others)} changes.`
          : sentence`${address} sends requests to ${list(hosts)}.`,
      fix: plain("Check in the details that the new destination is yours."),
    },
  ];
};

const redirectsOf = (values: Values, argument: string): string[] =>
  blocksOf(values[argument])
    .flatMap(({ redirect }) => blocksOf(redirect))
    .map(({ host }) => host)
    .filter((host): host is string => typeof host === "string" && host !== "" && host !== SAME_HOST);
