"""Evaluates the alarms of CloudWatch every minute, and does what they do: an event, and a message to SNS topics.

An alarm is evaluated if its metrics are known (`metrics.py`), as one metric or as an expression of the form `FILL(a, 0)
+ FILL(b, 0)`. The others, i.e. those for RDS, EC2, ECS and the requests of a load balancer, have no data, so they
become what the alarm says about missing data, except that they never ring.

It differs from AWS: periods begin at the evaluation, not at full minutes; the periods before the alarm was created are
not counted at all. Other actions than SNS topics, e.g. scaling, and composite alarms are not known.
"""

import json
import operator
import re
import traceback
from datetime import UTC, datetime
from typing import Any

import pace
from events import emit
from metrics import Key, is_known, key_of, regions, sample, value_of
from rights.policies import Ask, admits_service

MINUTE = 60
COMPARISONS = {
    "GreaterThanOrEqualToThreshold": (operator.ge, "greater than or equal to"),
    "GreaterThanThreshold": (operator.gt, "greater than"),
    "LessThanOrEqualToThreshold": (operator.le, "less than or equal to"),
    "LessThanThreshold": (operator.lt, "less than"),
}
TREATED = {"breaching": "Breaching", "notBreaching": "NonBreaching"}


def evaluate_all() -> None:
    from moto.cloudwatch.models import cloudwatch_backends

    # Every period that ends now has this sample.
    sample()
    for backend in regions(cloudwatch_backends):
        for alarm in list(backend.alarms.values()):
            try:
                state, reason, data = evaluate(alarm)
                if state not in (None, alarm.state_value):
                    change_state(backend, alarm, state, reason, json.dumps(data))
            except Exception:
                traceback.print_exc()


def metrics_of(alarm: Any) -> tuple[list[Key], str, int, bool] | None:
    """Its metrics, which are added up, their statistic and period, and whether one without data counts as 0."""
    queries = {each.id: each for each in alarm.metric_data_queries}
    if not queries:
        dimensions = {each.name: each.value for each in alarm.dimensions}
        return [key_of(alarm.namespace, alarm.metric_name, dimensions)], alarm.statistic, int(alarm.period), False
    returned = [each.expression or "" for each in queries.values() if each.return_data is not False]
    expression = returned[0] if returned else ""
    if not re.fullmatch(r"FILL\(\w+, ?0\)( \+ FILL\(\w+, ?0\))*", expression):
        return None
    stats = [queries[name].metric_stat for name in re.findall(r"FILL\((\w+),", expression)]
    keys = [
        key_of(each.metric.namespace, each.metric.metric_name, {one.name: one.value for one in each.metric.dimensions})
        for each in stats
    ]
    return keys, stats[0].stat, int(stats[0].period), True


def evaluate(alarm: Any) -> tuple[str | None, str, dict[str, Any]]:
    """:return: the new state, or None if it does not change, with its reason"""
    found = metrics_of(alarm)
    periods = int(alarm.evaluation_periods)
    needed = int(alarm.datapoints_to_alarm or periods)
    treated = alarm.treat_missing_data or "missing"
    if found is None or not all(is_known(key) for key in found[0]):
        return missing(alarm, periods, "missing" if treated == "breaching" else treated)

    keys, statistic, period, filled = found
    now = pace.now()
    complete = min(periods, int((now - alarm.created_at) // period))
    points: list[tuple[float, float]] = []
    for number in range(periods):
        end = now - number * period
        values = [value_of(key, end - period, end, statistic) for key in keys]
        known = [value for value in values if value is not None]
        if known or (filled and number < complete):
            began = datetime.now(UTC).timestamp() + (end - period - now) * pace.factor
            points.append((float(sum(known)), began))
    unknown = max(0, complete - len(points))
    if not points:
        return missing(alarm, complete, treated) if complete >= needed else (None, "", {})

    compare, words = COMPARISONS[alarm.comparison_operator]
    threshold = float(alarm.threshold)
    breaching = [point for point in points if compare(point[0], threshold)]
    # Missing points are treated as the alarm says. With "missing" and "ignore" the others decide.
    rings = len(breaching) + (unknown if treated == "breaching" else 0) >= needed
    new = "ALARM" if rings else "OK"
    if not rings and breaching and alarm.state_value == "ALARM" and len(points) < needed:
        return None, "", {}
    shown = breaching if rings else [point for point in points if point not in breaching] or points
    least = needed if rings else periods - needed + 1
    reason = reason_of(shown, periods, f"{'' if rings else 'not '}{words}", threshold, least)
    reason += f" for {'OK -> ALARM' if rings else 'ALARM -> OK'} transition)."
    data = {
        "version": "1.0",
        "queryDate": stamp(datetime.now(UTC)),
        "statistic": statistic,
        "period": period,
        "recentDatapoints": [value for value, _ in points],
        "threshold": threshold,
    }
    return new, reason, data


def reason_of(points: list[tuple[float, float]], periods: int, words: str, threshold: float, least: int) -> str:
    values = [f"{value} ({datetime.fromtimestamp(at, UTC):%d/%m/%y %H:%M:%S})" for value, at in points]
    return (
        f"Threshold Crossed: {len(points)} out of the last {periods} datapoints [{', '.join(values)}] "
        f"{'was' if len(points) == 1 else 'were'} {words} the threshold ({threshold}) "
        f"(minimum {least} datapoint{'' if least == 1 else 's'}"
    )


def missing(alarm: Any, periods: int, treated: str) -> tuple[str | None, str, dict[str, Any]]:
    if treated == "ignore":
        return None, "", {}
    plural = "" if periods == 1 else "s"
    if treated == "missing":
        reason = f"Insufficient Data: {periods} datapoint{plural} {'were' if plural else 'was'} unknown."
        return "INSUFFICIENT_DATA", reason, {"version": "1.0"}
    reason = (
        f"Threshold Crossed: no datapoints were received for {periods} period{plural} and {periods} missing "
        f"datapoint{plural} {'were' if plural else 'was'} treated as [{TREATED[treated]}]."
    )
    return ("ALARM" if treated == "breaching" else "OK"), reason, {"version": "1.0"}


def stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1_000:03}+0000"


def change_state(backend: Any, alarm: Any, value: str, reason: str, reason_data: str) -> None:
    before = state_of(alarm)
    alarm.update_state(reason, reason_data, value)
    account, region = backend.account_id, backend.region_name
    detail = {
        "alarmName": alarm.name,
        "configuration": {"description": alarm.description, "metrics": configured_metrics(alarm)},
        "previousState": before,
        "state": state_of(alarm),
    }
    emit(
        "aws.cloudwatch", "CloudWatch Alarm State Change", [alarm.alarm_arn], detail, account=account, region=region
    )
    actions = {"ALARM": alarm.alarm_actions, "OK": alarm.ok_actions}.get(value, alarm.insufficient_data_actions)
    for action in (actions or []) if alarm.actions_enabled else []:
        if action.split(":")[2] == "sns":
            publish(action, alarm, before["value"], account, region)


def state_of(alarm: Any) -> dict[str, str]:
    at = alarm.state_updated_timestamp
    state = {"reason": alarm.state_reason, "timestamp": stamp(at), "value": alarm.state_value}
    return {**state, "reasonData": alarm.state_reason_data} if alarm.state_reason_data else state


def configured_metrics(alarm: Any) -> list[dict[str, Any]]:
    """As the event describes them ("Alarm events and EventBridge", Amazon CloudWatch User Guide)."""

    def stat(namespace: str, name: str, dimensions: list[Any], period: Any, statistic: str) -> dict[str, Any]:
        named = {each.name: each.value for each in dimensions}
        return {
            "metric": {"dimensions": named, "name": name, "namespace": namespace},
            "period": int(period),
            "stat": statistic,
        }

    if not alarm.metric_data_queries:
        only = stat(alarm.namespace, alarm.metric_name, alarm.dimensions, alarm.period, alarm.statistic)
        return [{"id": "m1", "metricStat": only, "returnData": True}]
    described = []
    for each in alarm.metric_data_queries:
        metric = each.metric_stat and each.metric_stat.metric
        what: dict[str, Any] = {"expression": each.expression, "label": each.label}
        if metric:
            of = each.metric_stat
            what = {"metricStat": stat(metric.namespace, metric.metric_name, metric.dimensions, of.period, of.stat)}
        described.append({"id": each.id, **what, "returnData": each.return_data is not False})
    return described


def publish(topic_arn: str, alarm: Any, before: str, account: str, region: str) -> None:
    """CloudWatch publishes if the policy of the topic lets it. The key of the topic is not checked."""
    from moto.sns.models import sns_backends

    topic = sns_backends[account][topic_arn.split(":")[3]].topics.get(topic_arn)
    context = {"aws:SourceArn": alarm.alarm_arn, "aws:SourceAccount": account}
    ask = Ask("sns:Publish", topic_arn, context)
    if topic is None or not admits_service(json.loads(topic.policy), "cloudwatch.amazonaws.com", ask):
        return
    message = {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": account,
        "NewStateValue": alarm.state_value,
        "NewStateReason": alarm.state_reason,
        "StateChangeTime": stamp(alarm.state_updated_timestamp),
        "Region": region,
        "AlarmArn": alarm.alarm_arn,
        "OldStateValue": before,
    }
    topic.publish(json.dumps(message), subject=f'{alarm.state_value}: "{alarm.name}" in {region}')


def apply() -> None:
    from moto.cloudwatch.models import Alarm, CloudWatchBackend

    initialize = Alarm.__init__
    put_metric_alarm = CloudWatchBackend.put_metric_alarm
    set_alarm_state = CloudWatchBackend.set_alarm_state

    def initialize_without_data(self, *args, **kwargs):
        initialize(self, *args, **kwargs)
        self.state_value = "INSUFFICIENT_DATA"
        self.created_at = pace.now()

    def put_and_keep_state(self, *args, **kwargs):
        """An alarm that is changed keeps its state until it is evaluated again."""
        before = self.alarms.get(kwargs["name"])
        alarm = put_metric_alarm(self, *args, **kwargs)
        for name in ("state_value", "state_reason", "state_reason_data", "history", "created_at") if before else ():
            setattr(alarm, name, getattr(before, name))
        return alarm

    def set_and_act(self, alarm_name, reason, reason_data, state_value):
        before = self.alarms[alarm_name].state_value if alarm_name in self.alarms else None
        if before in (None, state_value) or state_value not in ("OK", "ALARM", "INSUFFICIENT_DATA"):
            return set_alarm_state(self, alarm_name, reason, reason_data, state_value)
        return change_state(self, self.alarms[alarm_name], state_value, reason, reason_data)

    Alarm.__init__ = initialize_without_data
    CloudWatchBackend.put_metric_alarm = put_and_keep_state
    CloudWatchBackend.set_alarm_state = set_and_act
    pace.every(MINUTE, evaluate_all)
