import { nearest } from "../../facts/did-you-mean";
import type { Policy } from "../policy";
import { text } from "../values";

export const scheduleTimeZones: Policy = {
  name: "schedule-time-zones",
  reason: "EventBridge knows the names of the IANA time zone database, in their own case.",
  source: 'AWS: "CreateSchedule", EventBridge Scheduler API Reference',
  types: ["aws_scheduler_schedule"],
  check: ({ body }) => {
    const zone = text(body.schedule_expression_timezone);
    if (zone === undefined || zone === "UTC" || isZone(zone)) return [];
    const meant = nearest(zone, Intl.supportedValuesOf("timeZone"));
    return [`schedule_expression_timezone is "${zone}": write ${meant ?? "a zone like Asia/Tokyo, or UTC"}`];
  },
};

/** Old names such as Asia/Calcutta count too; offsets such as +09:00 and names in another case do not. */
function isZone(zone: string): boolean {
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions();
    return /^[A-Z]/.test(zone) && (timeZone === zone || timeZone.toLowerCase() !== zone.toLowerCase());
  } catch {
    return false;
  }
}
