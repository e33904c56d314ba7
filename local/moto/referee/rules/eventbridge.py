"""What EventBridge refuses of rules and their targets."""

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from ..refusal import Refusal
from .table import rule

QUOTAS = "Amazon EventBridge User Guide, Amazon EventBridge quotas"
PATTERNS = "Amazon EventBridge User Guide, Comparison operators for use in event patterns in Amazon EventBridge"
SCHEDULES = "Amazon EventBridge User Guide, Creating a scheduled rule (legacy) in Amazon EventBridge"
TARGET = "Amazon EventBridge API Reference, Target"
ROLES = "Amazon EventBridge User Guide, Using IAM roles to grant EventBridge access to target resources"
DEAD_LETTERS = "Amazon EventBridge User Guide, Using dead-letter queues to process undelivered events in EventBridge"

OPERATORS = {"prefix", "suffix", "anything-but", "numeric", "exists", "cidr", "wildcard", "equals-ignore-case"}

invalid = partial(Refusal, "ValidationException")


def not_valid(reason: str) -> Refusal:
    return Refusal("InvalidEventPatternException", f"Event pattern is not valid. Reason: {reason}")


def pattern(params: dict) -> Any:
    try:
        return json.loads(params.get("EventPattern") or "null")
    except ValueError:
        return None


def branches(value: Any) -> list[dict] | None:
    """The alternatives of "$or", if it is what EventBridge takes for one: a list of two objects or more."""
    whole = isinstance(value, list) and len(value) > 1 and all(isinstance(each, dict) and each for each in value)
    return value if whole else None


def fields(node: Any) -> Iterator[tuple[str, Any]]:
    """Each field of a pattern and what it is compared with."""
    for key, value in node.items() if isinstance(node, dict) else ():
        if key == "$or" and (alternatives := branches(value)) is not None:
            for each in alternatives:
                yield from fields(each)
        elif isinstance(value, dict):
            yield from fields(value)
        else:
            yield key, value


@rule("events", "PutRule", source="Amazon EventBridge API Reference, PutRule")
def rule_has_a_pattern_or_a_schedule(params, account):
    """When you create a rule, you must specify an EventPattern, a ScheduleExpression, or both."""
    if not params.get("EventPattern") and not params.get("ScheduleExpression"):
        return invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.")


@rule("events", "PutRule", source=SCHEDULES)
def schedule_is_on_the_default_bus(params, account):
    """You can create scheduled rules using the default event bus only."""
    if params.get("ScheduleExpression") and params.get("EventBusName", "default").split("/")[-1] != "default":
        return invalid("ScheduleExpression is supported only on the default event bus.")


@rule("events", "PutRule", source=SCHEDULES)
def schedule_of_a_rule_is_a_rate_or_cron(params, account):
    """rate(value unit): minute for 1, minutes for more. cron: six fields, a ? in day-of-month or day-of-week."""
    text = params.get("ScheduleExpression")
    if not text:
        return None
    rate = re.fullmatch(r"rate\((\d+) (minute|hour|day)(s?)\)", text)
    cron = re.fullmatch(r"cron\((\S+ \S+ (\S+) \S+ (\S+) \S+)\)", text)
    if rate and int(rate[1]) > 0 and (rate[1] == "1") == (rate[3] == ""):
        return None
    if cron and (cron[2] == "?") != (cron[3] == "?"):
        return None
    return invalid("Parameter ScheduleExpression is not valid.")


@rule("events", "PutRule", source=QUOTAS)
def pattern_has_at_most_2048_characters(params, account):
    """Event pattern size: 2,048 characters."""
    if len((params.get("EventPattern") or "").encode()) > 2048:
        return invalid(f"Parameter EventPattern for rule {params.get('Name')} exceeds limit of 2048.")


@rule("events", "PutRule", source=PATTERNS)
def pattern_is_an_object_with_fields(params, account):
    """An event pattern is a JSON object that has the fields to match, with the structure of the events."""
    if params.get("EventPattern") and not (isinstance(pattern(params), dict) and pattern(params)):
        return not_valid("Filter is not an object")


@rule("events", "PutRule", source=PATTERNS)
def field_of_a_pattern_has_a_list_of_values(params, account):
    """For a pattern to match, each field has its values in an array, one of which the event's value equals."""
    for key, value in fields(pattern(params)):
        if not isinstance(value, list):
            yield not_valid(f'"{key}" must be an object or an array')
        elif not value:
            yield not_valid("Empty arrays are not allowed")


@rule("events", "PutRule", source=PATTERNS)
def comparison_is_known(params, account):
    """Prefix, suffix, anything-but, numeric, exists, cidr, wildcard and equals-ignore-case."""
    for key, value in fields(pattern(params)):
        # "$or" without a list of alternatives is an ordinary field, so its objects are comparisons.
        for each in value if isinstance(value, list) else []:
            for name in each if isinstance(each, dict) else ():
                if name not in OPERATORS:
                    yield not_valid(f"Unrecognized match type {name}")


@rule("events", "PutRule", source=PATTERNS)
def comparison_has_a_value_of_its_type(params, account):
    """exists works with true or false; numeric has operators and numbers; prefix, suffix and wildcard have strings."""
    for _, value in fields(pattern(params)):
        for each in value if isinstance(value, list) else []:
            for name, operand in each.items() if isinstance(each, dict) else ():
                if name == "exists" and not isinstance(operand, bool):
                    yield not_valid("exists match pattern must be either true or false.")
                if name in ("prefix", "suffix", "wildcard") and not isinstance(operand, (str, dict)):
                    yield not_valid(f"{name} match pattern must be a string")
                if name == "wildcard" and "**" in str(operand):
                    yield not_valid("Consecutive wildcard characters")
                if name == "numeric" and (
                    not isinstance(operand, list) or not set(operand[::2]) <= {"<", "<=", "=", ">=", ">"}
                ):
                    yield not_valid(f"Unrecognized numeric range operator: {operand}")


@rule("events", "PutTargets", source=QUOTAS)
def rule_has_at_most_five_targets(params, account):
    """Targets per rule: 5."""
    if len(params.get("Targets") or []) > 5:
        return Refusal("LimitExceededException", "The requested resource exceeds the maximum number allowed.")


@rule("events", "PutTargets", source=TARGET)
def target_ids_are_unique(params, account):
    """The ID of the target within the specified rule. We recommend using a memorable and unique string."""
    ids = [each["Id"] for each in params.get("Targets") or []]
    if len(ids) > len(set(ids)):
        return invalid("Duplicate target ids are not allowed.")


@rule("events", "PutTargets", source=TARGET)
def target_has_one_input(params, account):
    """Input, InputPath and InputTransformer are mutually exclusive and optional parameters of a target."""
    for each in params.get("Targets") or []:
        if sum(name in each for name in ("Input", "InputPath", "InputTransformer")) > 1:
            yield invalid(
                f"Only one of Input, InputPath, or InputTransformer must be provided for target {each['Id']}."
            )


@rule("events", "PutTargets", source=TARGET)
def input_of_a_target_is_json(params, account):
    """Valid JSON text passed to the target. In this case, nothing from the event itself is passed to the target."""
    for each in params.get("Targets") or []:
        try:
            json.loads(each.get("Input", "{}"))
        except ValueError:
            yield invalid(f"JSON syntax error in input for target {each['Id']}.")


@rule("events", "PutTargets", source="Amazon EventBridge User Guide, Amazon EventBridge input transformation")
def template_uses_its_paths(params, account):
    """Placeholders of the input template are variables of the input path, or EventBridge's own: <aws.events.*>."""
    for each in params.get("Targets") or []:
        transformer = each.get("InputTransformer") or {}
        known = (transformer.get("InputPathsMap") or {}).keys()
        for name in re.findall(r"<([A-Za-z0-9_.-]+)>", transformer.get("InputTemplate", "")):
            if name not in known and not name.startswith("aws.events."):
                yield invalid(
                    f"InputTemplate for target {each['Id']} contains placeholder {name} that is not in InputPathsMap."
                )


@rule("events", "PutTargets", source=ROLES)
def target_has_a_role_if_it_needs_one(params, account):
    """For Lambda, SNS, SQS and CloudWatch Logs EventBridge uses resource-based policies; for ECS and others a role."""
    for each in params.get("Targets") or []:
        service = (each["Arn"].split(":") + ["", ""])[2]
        if service in ("ecs", "states", "kinesis", "firehose", "batch", "ssm", "codebuild") and not each.get("RoleArn"):
            yield invalid(f"RoleArn is required for target {each['Arn']}.")


@rule("events", "PutTargets", source=TARGET)
def target_has_the_parameters_of_its_kind(params, account):
    """EcsParameters: for an Amazon ECS task. SqsParameters: the message group ID of a FIFO queue."""
    for each in params.get("Targets") or []:
        if ":ecs:" in each["Arn"] and not each.get("EcsParameters"):
            yield invalid(f"Parameter(s) EcsParameters must be specified for target: {each['Id']}.")
        if each["Arn"].endswith(".fifo") and ":sqs:" in each["Arn"] and not each.get("SqsParameters"):
            yield invalid(f"Parameter(s) SqsParameters must be specified for target: {each['Id']}.")


@rule("events", "PutTargets", source=DEAD_LETTERS)
def dead_letters_of_a_target_go_to_a_standard_queue(params, account):
    """You can use only standard queues as a DLQ: you can't use a FIFO queue for a DLQ in EventBridge."""
    for each in params.get("Targets") or []:
        arn = (each.get("DeadLetterConfig") or {}).get("Arn")
        if arn is not None and (":sqs:" not in arn or arn.endswith(".fifo")):
            yield invalid(f"Dead-letter queue of target {each['Id']} must be a standard SQS queue.")
