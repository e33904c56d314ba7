"""Delivers events to the targets of EventBridge's rules: Lambda functions, SQS queues, and tasks of ECS.

A target needs the permission of its resource (functions, queues) or of its role (ECS), as on AWS. Targets with
InputPath or InputTransformer, and targets of other services than these and moto's, get nothing.

    GET /embedded-aws/deliveries    each delivery with its outcome, for tests
"""

import json
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Thread
from typing import Any
from uuid import uuid4

import pace
import sessions
from event_patterns import rules_matching
from functions import invoke_later, send
from questions import question
from rights import role_may
from rights.policies import Ask, admits_service

Event = dict[str, Any]
Target = dict[str, Any]

# What was delivered, for tests.
deliveries: deque[dict[str, Any]] = deque(maxlen=1_000)
question("GET", "deliveries", for_tests=True)(lambda: list(deliveries))


class Undeliverable(Exception):
    """An error that no retry can help, with the code in EventBridge's dead-letter queues."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def emit(
    source: str, detail_type: str, resources: list[str], detail: dict[str, Any], *, account: str, region: str
) -> None:
    """Puts an event on the default bus."""
    event = {
        "version": "0",
        "id": str(uuid4()),
        "detail-type": detail_type,
        "source": source,
        "account": account,
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": region,
        "resources": resources,
        "detail": detail,
    }
    for rule in rules_matching(event):
        if (rule.account_id, rule.region_name, rule.event_bus_name) == (account, region, "default"):
            rule.send_to_targets(event)


def deliver(target: Target, payload: Any, source_arn: str, name: str, service: str = "events.amazonaws.com") -> None:
    """Delivers in the background, with the retries and the dead-letter queue of the target.

    :param source_arn: the rule or schedule
    """
    record = {"source": source_arn, "target": target["Arn"], "event": payload, "outcome": "in progress"}
    deliveries.append(record)

    def ended(outcome: str) -> None:
        record["outcome"] = outcome

    def run() -> None:
        policy = target.get("RetryPolicy", {})
        retries = policy.get("MaximumRetryAttempts", 185)
        oldest = pace.now() + policy.get("MaximumEventAgeInSeconds", 86_400)
        for attempt in range(retries + 1):
            # AWS's delays are not documented beyond "exponential back off and jitter".
            pace.wait(min(2**attempt, 600) if attempt else 0)
            try:
                return send_to(target, payload, source_arn, name, service, ended)
            except Undeliverable as error:
                problem = error
                if error.code in ("NO_PERMISSIONS", "NO_RESOURCE", "NOT_SUPPORTED"):
                    break
            except Exception as error:
                problem = Undeliverable("SDK_CLIENT_ERROR", f"{type(error).__name__}: {error}")
            if pace.now() > oldest:
                break
        ended(keep(target, payload, source_arn, service, problem))

    Thread(target=run, daemon=True).start()


def send_to(
    target: Target, payload: Any, source_arn: str, name: str, service: str, ended: Callable[[str], None]
) -> None:
    if "InputPath" in target or "InputTransformer" in target:
        raise Undeliverable("NOT_SUPPORTED", "The embedded AWS does not transform the input of a target.")
    payload = json.loads(target["Input"]) if "Input" in target else payload
    _, _, kind, region, account, *rest = target["Arn"].split(":")
    match kind:
        case "lambda":
            function = function_named(account, region, target["Arn"])
            ask = Ask("lambda:InvokeFunction", target["Arn"], origin(source_arn))
            if not permitted(target, ask, service, {"Statement": function.policy.statements}):
                raise Undeliverable("NO_PERMISSIONS", f"{service} may not invoke {target['Arn']}.")
            invoke_later(function, payload, ended)
        case "sqs":
            check_queue(target, target["Arn"], source_arn, service)
            send(target["Arn"], json.dumps(payload), {})
            ended("sent")
        case "ecs":
            ended(run_task(target, payload, region, name, session_of(target, name, service, source_arn)))
        case _:
            raise Undeliverable("NOT_SUPPORTED", f"The embedded AWS does not deliver to {target['Arn']}.")


def origin(source_arn: str) -> dict[str, str]:
    return {"aws:SourceArn": source_arn, "aws:SourceAccount": source_arn.split(":")[4]}


def permitted(target: Target, ask: Ask, service: str, policy: dict[str, Any]) -> bool:
    """The role of a target decides if it has one, otherwise the policy of the resource."""
    return role_may(target["RoleArn"], ask) if "RoleArn" in target else admits_service(policy, service, ask)


def function_named(account: str, region: str, arn: str) -> Any:
    from moto.awslambda.models import lambda_backends

    try:
        return lambda_backends[account][region].get_function(arn)
    except Exception as error:
        raise Undeliverable("NO_RESOURCE", f"{arn} does not exist.") from error


def check_queue(target: Target, arn: str, source_arn: str, service: str) -> None:
    from moto.sqs.models import sqs_backends

    _, _, _, region, account, name = arn.split(":")
    queue = sqs_backends[account][region].queues.get(name)
    if queue is None:
        raise Undeliverable("NO_RESOURCE", f"{arn} does not exist.")
    policy = json.loads(queue.policy or "{}")
    if not permitted(target, Ask("sqs:SendMessage", arn, origin(source_arn)), service, policy):
        raise Undeliverable("NO_PERMISSIONS", f"{service} may not send to {arn}.")


# The fields of RunTask whose names differ by more than the case of the first letter.
RUN_TASK = {"TaskDefinitionArn": "taskDefinition", "TaskCount": "count", "EnableECSManagedTags": "enableECSManagedTags"}


def session_of(target: Target, name: str, service: str, source_arn: str) -> Any:
    try:
        return sessions.assume(target["RoleArn"], name.replace("/", "-")[:64], service, origin(source_arn))
    except PermissionError as error:
        raise Undeliverable("NO_PERMISSIONS", str(error)) from error


def run_task(target: Target, payload: Any, region: str, name: str, session: Any) -> str:
    """:param payload: the overrides, if the target has an Input"""
    from botocore.exceptions import ClientError

    given = {RUN_TASK.get(key, key[0].lower() + key[1:]): value for key, value in target["EcsParameters"].items()}
    overrides = {"overrides": payload} if "Input" in target else {}
    try:
        ecs = sessions.client("ecs", region, session)
        answer = ecs.run_task(cluster=target["Arn"], startedBy=name[:128], **overrides, **given)
    except ClientError as error:
        denied = error.response["Error"]["Code"] == "AccessDeniedException"
        raise Undeliverable("NO_PERMISSIONS" if denied else "ECS_ERROR", str(error)) from error
    if answer["failures"]:
        raise Undeliverable("ECS_ERROR", "; ".join(each.get("reason", "") for each in answer["failures"]))
    return ", ".join(task["taskArn"] for task in answer["tasks"])


def keep(target: Target, payload: Any, source_arn: str, service: str, problem: Undeliverable) -> str:
    """Sends what could not be delivered to the dead-letter queue of the target."""
    why = f"{problem.code}: {problem}"
    queue = target.get("DeadLetterConfig", {}).get("Arn")
    if not queue:
        return f"not delivered: {why}"
    try:
        check_queue(target, queue, source_arn, service)
    except Undeliverable as error:
        return f"not delivered: {why} Not kept: {error}"
    attributes = {
        **({"RULE_ARN": source_arn} if ":rule/" in source_arn else {}),
        "TARGET_ARN": target["Arn"],
        "ERROR_CODE": problem.code,
        "ERROR_MESSAGE": str(problem),
    }
    return f"not delivered, kept in {send(queue, json.dumps(payload), attributes)}: {why}"


def apply() -> None:
    from moto.events.models import Rule

    send_to_targets = Rule.send_to_targets
    ours = ("lambda", "sqs", "ecs")

    def send_to_our_targets(self, original_event, transform_input=True):
        """PutEvents calls it for every rule of the bus."""
        is_ours = [target["Arn"].split(":")[2] in ours for target in self.targets]
        if not all(is_ours):
            return send_to_targets(self, original_event, transform_input)
        event = {key: value for key, value in original_event.items() if key != "ingestion-time"}
        if not isinstance(event["time"], str):
            event["time"] = datetime.fromtimestamp(event["time"], UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        if self not in rules_matching(event):
            return None
        for target in self.targets:
            deliver(target, event, self.arn, f"events-rule/{self.name}")
        return None

    Rule.send_to_targets = send_to_our_targets
