import type { Policy } from "../policy";
import { text } from "../values";

const RATE = /^rate\((\d+) (minute|hour|day)(s?)\)$/;
const CRON = /^cron\((.*)\)$/;
const AT = /^at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)$/;
const FIELD = /^[\d*,/?#LWA-Z-]+$/;

export const scheduleExpressions: Policy = {
  name: "schedule-expressions",
  reason: "EventBridge has a cron of its own, with six fields and a question mark, and refuses others.",
  source: 'AWS: "Schedule types", EventBridge Scheduler User Guide',
  types: ["aws_cloudwatch_event_rule", "aws_scheduler_schedule"],
  check: ({ type, body }) => {
    const expression = text(body.schedule_expression);
    if (expression === undefined || (type === "aws_scheduler_schedule" && AT.test(expression))) return [];
    const fix = problemOf(expression);
    return fix ? [`schedule_expression is "${expression}": ${fix}`] : [];
  },
};

function problemOf(expression: string): string | undefined {
  const [rate, count, unit = "", plural] = RATE.exec(expression) ?? [];
  if (rate) {
    const wanted = Number(count) === 1 ? "" : "s";
    if (Number(count) === 0) return "write 1 or more";
    return plural === wanted ? undefined : `write rate(${count} ${unit}${wanted})`;
  }
  const [cron, inner = ""] = CRON.exec(expression) ?? [];
  if (!cron) return "write rate(5 minutes), or cron(...) with six fields";

  const fields = inner.split(" ");
  if (fields.length !== 6) {
    return `it has ${fields.length} fields: write six (minute hour day-of-month month day-of-week year), e.g. cron(0 18 * * ? *)`;
  }
  const odd = fields.find((field) => !FIELD.test(field));
  if (odd !== undefined) return `"${odd}" is no field`;
  if ([fields[2], fields[4]].filter((field) => field === "?").length !== 1) {
    return "write ? for day-of-month or for day-of-week, and for one of them only";
  }
  return undefined;
}
