import type { ReviewRule } from "../finding";
import { ifReplaced, isDestroyed } from "../finding";
import { plain, sentence } from "../sentence";

/** Resources on the network path of the requests or of the hosts. */
const ON_THE_PATH = new Set([
  "aws_internet_gateway",
  "aws_lb",
  "aws_lb_listener",
  "aws_lb_target_group",
  "aws_nat_gateway",
  "aws_route",
  "aws_route53_record",
  "aws_route_table",
  "aws_route_table_association",
  "aws_subnet",
  "aws_vpc",
]);

/** The same for the mail of the application. */
const MAIL = new Set(["aws_sesv2_configuration_set", "aws_sesv2_email_identity"]);

/** A resource on the network path is destroyed, or destroyed and created again. */
export const entry: ReviewRule = (change) => {
  if (!isDestroyed(change)) return undefined;
  if (MAIL.has(change.type)) {
    return {
      severity: "downtime",
      what: sentence`${change.address} is destroyed${ifReplaced(change, " and created again")}: SES refuses the mail of every application that uses it.`,
      fix: plain(
        "Deploy at a time without mail, and what takes it over at once: SES verifies a new identity within minutes.",
      ),
    };
  }
  if (!ON_THE_PATH.has(change.type)) return undefined;
  return {
    severity: "downtime",
    what: sentence`${change.address} is destroyed${ifReplaced(change, " and created again")}: its traffic is interrupted${ifReplaced(change, " until the new one exists")}.`,
    fix: plain("Deploy at a time when downtime is acceptable, or change it in place."),
  };
};
