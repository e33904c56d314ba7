"""Starts what EventBridge's schedules and scheduled rules start. A minute is a minute here, whatever the pace.

It knows `rate(...)`, and `cron(* * * * ? *)` for every full minute. Other `cron(...)`, `at(...)`, flexible time windows,
start and end dates are not known: such a schedule never starts. A schedule with a rate starts as soon as it exists, a
rule after its first period ("Schedule types in EventBridge Scheduler"; "Creating a rule that runs on a schedule",
EventBridge User Guide). AWS starts a schedule at any second of its minute, this one in the first two.

    POST /embedded-aws/schedules/<name>    starts it now, for tests
"""

import re
import time
from typing import Any

import pace
from events import deliver
from questions import question

SECONDS = {"minute": 60, "hour": 3_600, "day": 86_400}
LOOKS_EVERY_SECONDS = 1

EVERY_MINUTE = "cron(* * * * ? *)"

# When each schedule starts next, in seconds since 1970, by its ARN and its expression.
next_starts: dict[tuple[str, str], float] = {}


def period(expression: str) -> int | None:
    if expression == EVERY_MINUTE:
        return 60
    rate = re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", expression or "")
    return int(rate[1]) * SECONDS[rate[2]] if rate else None


def known() -> list[Any]:
    from moto.events.models import events_backends
    from moto.scheduler.models import scheduler_backends

    rules = [
        rule
        for account in list(events_backends.values())
        for region in list(account.values())
        for rule in list(region.event_buses["default"].rules.values())
    ]
    schedules = [
        schedule
        for account in list(scheduler_backends.values())
        for region in list(account.values())
        for group in list(region.schedule_groups.values())
        for schedule in list(group.schedules.values())
        if schedule.flexible_time_window.get("Mode") == "OFF" and not schedule.start_date and not schedule.end_date
    ]
    return [*rules, *schedules]


def expression_of(each: Any) -> str:
    return each.scheduled_expression if hasattr(each, "targets") else each.schedule_expression


def first_start(each: Any, now: float) -> float:
    if expression_of(each) == EVERY_MINUTE:
        return (now // 60 + 1) * 60
    return now + period(expression_of(each)) if hasattr(each, "targets") else now


def start_due() -> None:
    now = time.time()
    found = [each for each in known() if each.state == "ENABLED" and period(expression_of(each))]
    keys = {(each.arn, expression_of(each)) for each in found}
    for key in set(next_starts) - keys:
        del next_starts[key]
    for each in found:
        key, seconds = (each.arn, expression_of(each)), period(expression_of(each))
        due = next_starts.setdefault(key, first_start(each, now))
        if due <= now:
            # What a stalled machine has missed is not made up for.
            next_starts[key] = due + seconds * ((now - due) // seconds + 1)
            start(each)


def start(each: Any) -> None:
    name = each.name
    if not hasattr(each, "targets"):
        # A schedule without an Input sends an empty event. The ARN of its group is the source ("Confused deputy prevention
        # in EventBridge Scheduler", EventBridge Scheduler User Guide).
        group = each.arn.rsplit("/", 1)[0].replace(":schedule/", ":schedule-group/")
        return deliver(each.target, {}, group, f"chronos-schedule/{name}", "scheduler.amazonaws.com")
    _, _, _, region, account, *_ = each.arn.split(":")
    event = {
        "version": "0",
        "source": "aws.events",
        "detail-type": "Scheduled Event",
        "account": account,
        "region": region,
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "resources": [each.arn],
        "detail": {},
    }
    for target in each.targets:
        deliver(target, event, each.arn, f"events-rule/{name}")
    return None


def start_now(name: str, body: Any) -> str:
    found = [each for each in known() if each.name == name and expression_of(each)]
    if not found:
        raise LookupError(f"no schedule {name}")
    for each in found:
        start(each)
    return "started"


question("POST", "schedules/(.+)", for_tests=True)(start_now)


def apply() -> None:
    pace.every(LOOKS_EVERY_SECONDS / pace.factor, start_due)
