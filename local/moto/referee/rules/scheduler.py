"""What EventBridge Scheduler refuses of a schedule."""

import json
import re
from functools import partial
from zoneinfo import available_timezones

from ..policies import allowing, parsed, principals
from ..refusal import Refusal
from ..resources import held
from .table import rule

SCHEDULE = "EventBridge Scheduler API Reference, CreateSchedule"
TYPES = "EventBridge Scheduler User Guide, Schedule types in EventBridge Scheduler"
TARGETS = "EventBridge Scheduler User Guide, Using templated targets with EventBridge Scheduler"
SCHEDULES = ("CreateSchedule", "UpdateSchedule")

invalid = partial(Refusal, "ValidationException")


@rule("scheduler", *SCHEDULES, source=TYPES)
def schedule_is_a_rate_cron_or_time(params, account):
    """at(yyyy-mm-ddThh:mm:ss) | rate(value unit), of minutes, hours or days | cron(fields), one of the days a ?."""
    text = params.get("ScheduleExpression", "")
    rate = re.fullmatch(r"rate\((\d+) ?(minute|hour|day)s?\)", text, re.IGNORECASE)
    cron = re.fullmatch(r"cron\(([^()]+)\)", text, re.IGNORECASE)
    time = re.fullmatch(r"at\(\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?\)", text, re.IGNORECASE)
    parts = cron[1].split() if cron else []
    # Five fields, without a year, are accepted, too.
    whole = len(parts) in (5, 6) and (parts[2] == "?") != (parts[4] == "?")
    if not (time or (rate and int(rate[1]) > 0) or whole):
        return invalid(f"Invalid Schedule Expression {text}")


@rule("scheduler", *SCHEDULES, source="EventBridge Scheduler API Reference, FlexibleTimeWindow")
def flexible_window_has_minutes(params, account):
    """MaximumWindowInMinutes: the maximum time window during which a schedule can be invoked, for FLEXIBLE only."""
    window = params.get("FlexibleTimeWindow") or {}
    if (window.get("Mode") == "FLEXIBLE") != ("MaximumWindowInMinutes" in window):
        return invalid(
            "MaximumWindowInMinutes must be specified if, and only if, the flexible time window is FLEXIBLE."
        )


@rule("scheduler", *SCHEDULES, source=TYPES)
def time_zone_is_one_of_iana(params, account):
    """Time zones of the Internet Assigned Numbers Authority (IANA), such as Asia/Tokyo. The default is UTC."""
    zone = params.get("ScheduleExpressionTimezone", "UTC")
    if available_timezones() and zone not in available_timezones():
        return invalid(f"The specified timezone is not supported: {zone}")


@rule("scheduler", *SCHEDULES, source=SCHEDULE)
def schedule_begins_before_it_ends(params, account):
    """EndDate: the date, in UTC, before which the schedule can invoke its target."""
    start, end = params.get("StartDate"), params.get("EndDate")
    if start is not None and end is not None and start >= end:
        return invalid("The StartDate must be before the EndDate.")


@rule("scheduler", *SCHEDULES, source="EventBridge Scheduler API Reference, Target")
def input_of_a_schedule_is_json(params, account):
    """The text, or well-formed JSON, passed to the target. If your target is a templated AWS Lambda, ECS or so, JSON."""
    target = params.get("Target") or {}
    try:
        json.loads(target.get("Input", "{}"))
    except ValueError:
        if re.search(r":(lambda|ecs|states|events|scheduler):", target.get("Arn", "")):
            return invalid("Input is not a valid JSON.")


@rule("scheduler", *SCHEDULES, source=TARGETS)
def scheduled_task_has_a_task_definition(params, account):
    """EcsParameters: the templated target type for the Amazon ECS RunTask API operation, whose target is a cluster."""
    target = params.get("Target") or {}
    cluster = re.fullmatch(r"arn:aws[\w-]*:ecs:[a-z0-9-]+:\d{12}:cluster/.+", target.get("Arn", ""))
    if bool(cluster) != bool(target.get("EcsParameters")):
        return invalid("EcsParameters must be specified if, and only if, the target is an ECS cluster.")


@rule("scheduler", *SCHEDULES, source="EventBridge Scheduler API Reference, EcsParameters")
def scheduled_task_has_one_kind_of_capacity(params, account):
    """Capacity provider strategy: if a strategy is specified, the launchType parameter must be omitted."""
    task = (params.get("Target") or {}).get("EcsParameters") or {}
    if task.get("CapacityProviderStrategy") and task.get("LaunchType"):
        return invalid("CapacityProviderStrategy and LaunchType cannot be specified together.")


@rule("scheduler", *SCHEDULES, source=TARGETS)
def fifo_queue_has_a_message_group(params, account):
    """SqsParameters: the FIFO message group ID to use as the target, for a FIFO queue."""
    target = params.get("Target") or {}
    if ":sqs:" in target.get("Arn", "") and target["Arn"].endswith(".fifo") and not target.get("SqsParameters"):
        return invalid("Parameters SqsParameters must be specified")


@rule("scheduler", *SCHEDULES, source="EventBridge Scheduler User Guide, Setting up the execution role")
def scheduler_may_assume_the_role(params, account):
    """The execution role's trust policy must let scheduler.amazonaws.com assume the role."""
    arn = (params.get("Target") or {}).get("RoleArn")
    role = next((each for each in held(account, "iam").roles.values() if each.arn == arn), None)
    trust = parsed(role.assume_role_policy_document) if role else None
    able = any("scheduler.amazonaws.com" in principals(each, "Service") for each in allowing(trust, "sts:AssumeRole"))
    if not able:
        return invalid("The execution role you provide must allow AWS EventBridge Scheduler to assume the role.")
