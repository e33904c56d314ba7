"""The metrics of CloudWatch that are known here, each with the samples of the last hours, in the time of the pace:

    AWS/SQS            ApproximateNumberOfMessagesVisible, ApproximateAgeOfOldestMessage, NumberOfMessagesReceived,
                       NumberOfEmptyReceives
    AWS/ApplicationELB HealthyHostCount, UnHealthyHostCount, from the health of the targets
    those of metric filters whose pattern is a list of words or of quoted texts, which a log event must contain

PutMetricData is stored by moto, but is not known here.
"""

import re
import time
from collections import defaultdict, deque
from typing import Any

import pace

Key = tuple[str, str, frozenset[tuple[str, str]]]
KEPT_SAMPLES = 10_000

samples: dict[Key, deque[tuple[float, float]]] = defaultdict(lambda: deque(maxlen=KEPT_SAMPLES))
KNOWN = {
    ("AWS/SQS", name)
    for name in (
        "ApproximateNumberOfMessagesVisible",
        "ApproximateAgeOfOldestMessage",
        "NumberOfMessagesReceived",
        "NumberOfEmptyReceives",
    )
} | {("AWS/ApplicationELB", name) for name in ("HealthyHostCount", "UnHealthyHostCount")}


def key_of(namespace: str, name: str, dimensions: dict[str, str]) -> Key:
    return namespace, name, frozenset(dimensions.items())


def is_known(key: Key) -> bool:
    return key[:2] in KNOWN or key[:2] in filtered()


def record(namespace: str, name: str, value: float, **dimensions: str) -> None:
    samples[key_of(namespace, name, dimensions)].append((pace.now(), value))


def value_of(key: Key, start: float, end: float, statistic: str) -> float | None:
    values = [value for at, value in list(samples.get(key, ())) if start < at <= end]
    if not values:
        return None
    match statistic:
        case "Sum":
            return sum(values)
        case "Maximum":
            return max(values)
        case "Minimum":
            return min(values)
        case "Average":
            return sum(values) / len(values)
        case _:
            return float(len(values))


def sample() -> None:
    from moto.elbv2.models import elbv2_backends
    from moto.sqs.models import sqs_backends

    for region in regions(sqs_backends):
        for queue in list(region.queues.values()):
            now = time.time() * 1_000
            ages = [now - message.sent_timestamp for message in list(queue._messages)]
            visible = queue.approximate_number_of_messages
            record("AWS/SQS", "ApproximateNumberOfMessagesVisible", visible, QueueName=queue.name)
            age = max(ages, default=0) / 1_000 / pace.factor
            record("AWS/SQS", "ApproximateAgeOfOldestMessage", age, QueueName=queue.name)
    for region in regions(elbv2_backends):
        for group in list(region.target_groups.values()):
            sample_target_group(region, group)


def sample_target_group(backend: Any, group: Any) -> None:
    """A target group without targets has no data, as on AWS."""
    states = [health.status for health in backend.describe_target_health(group.arn, [])]
    for balancer in set(group.load_balancer_arns) if states else ():
        dimensions = {
            "LoadBalancer": balancer.split(":loadbalancer/")[-1],
            "TargetGroup": group.arn.split(":")[-1],
        }
        record("AWS/ApplicationELB", "HealthyHostCount", states.count("healthy"), **dimensions)
        record("AWS/ApplicationELB", "UnHealthyHostCount", states.count("unhealthy"), **dimensions)


def regions(backends: Any) -> list[Any]:
    return [region for account in list(backends.values()) for region in list(account.values())]


def filters() -> list[dict[str, Any]]:
    """The newest of each name: moto keeps all."""
    from moto.logs.models import logs_backends

    found = {
        (id(region), each["logGroupName"], each["filterName"]): each
        for region in regions(logs_backends)
        for each in list(region.filters.metric_filters)
    }
    return [each for each in found.values() if words(each["filterPattern"]) is not None]


def words(pattern: str) -> list[str] | None:
    """The texts that a log event must contain, or None for a pattern that is not known here."""
    if not re.fullmatch(r'\s*(("[^"]*"|\w+)\s*)*', pattern):
        return None
    return [text.strip('"') for text in re.findall(r'"[^"]*"|\w+', pattern)]


def filtered() -> set[tuple[str, str]]:
    return {(to["metricNamespace"], to["metricName"]) for each in filters() for to in each["metricTransformations"]}


def apply() -> None:
    from moto.logs.models import LogsBackend
    from moto.sqs.models import SQSBackend

    put_log_events = LogsBackend.put_log_events
    receive_message = SQSBackend.receive_message

    def put_and_filter(self, log_group_name, log_stream_name, log_events):
        answer = put_log_events(self, log_group_name, log_stream_name, log_events)
        for each in filters() if self.filters.metric_filters else []:
            if each["logGroupName"] == log_group_name:
                count_matches(each, log_events)
        return answer

    def receive_and_count(self, queue_name, *args, **kwargs):
        messages = receive_message(self, queue_name, *args, **kwargs)
        if messages:
            record("AWS/SQS", "NumberOfMessagesReceived", len(messages), QueueName=queue_name)
        else:
            record("AWS/SQS", "NumberOfEmptyReceives", 1, QueueName=queue_name)
        return messages

    LogsBackend.put_log_events = put_and_filter
    SQSBackend.receive_message = receive_and_count


def count_matches(each: dict[str, Any], log_events: list[dict[str, Any]]) -> None:
    expected = words(each["filterPattern"]) or []
    for event in log_events:
        if all(word in event["message"] for word in expected):
            for to in each["metricTransformations"]:
                record(to["metricNamespace"], to["metricName"], float(to["metricValue"]))
