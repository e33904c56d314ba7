"""What SQS and SNS refuse."""

import re

from ..policies import listed, parsed, principals, statements
from ..refusal import Refusal
from ..resources import held
from .table import rule

ATTRIBUTES = "Amazon SQS API Reference, SetQueueAttributes"
POLICY_ACTIONS = "Amazon SNS Developer Guide, Using identity-based policies with Amazon SNS"

RANGES = {
    "DelaySeconds": (0, 900),
    "KmsDataKeyReusePeriodSeconds": (60, 86_400),
    "MaximumMessageSize": (1_024, 1_048_576),
    "MessageRetentionPeriod": (60, 1_209_600),
    "ReceiveMessageWaitTimeSeconds": (0, 20),
    "VisibilityTimeout": (0, 43_200),
}

# Valid Amazon SNS policy actions: what a topic's policy can be about. The Terraform provider's policy of a topic that loses its
# own (aws_sns_topic_policy) has Receive.
SNS_ACTIONS = {
    f"sns:{action}".lower()
    for action in (
        "AddPermission", "DeleteTopic", "GetDataProtectionPolicy", "GetTopicAttributes", "ListSubscriptionsByTopic",
        "ListTagsForResource", "Publish", "PutDataProtectionPolicy", "Receive", "RemovePermission", "SetTopicAttributes",
        "Subscribe",
    )
}  # fmt: skip


def attributes(params: dict) -> dict[str, str]:
    return params.get("Attributes") or {}


def invalid(name: str, reason: str = "") -> Refusal:
    return Refusal("InvalidAttributeValue", f"Invalid value for the parameter {name}.{reason}")


def redrive(params: dict) -> dict | None:
    text = attributes(params).get("RedrivePolicy")
    return parsed(text) or {} if text else None


@rule("sqs", "CreateQueue", source="Amazon SQS API Reference, CreateQueue")
def queue_name_has_letters_digits_hyphens_and_underscores(params, account):
    """A queue name can have up to 80 characters: alphanumeric characters, hyphens and underscores, .fifo for FIFO."""
    name = params.get("QueueName", "")
    if len(name) > 80 or not re.fullmatch(r"[A-Za-z0-9_-]+(\.fifo)?", name):
        return Refusal(
            "InvalidParameterValue",
            "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
        )


@rule("sqs", "CreateQueue", source="Amazon SQS API Reference, CreateQueue")
def fifo_queue_is_named_as_one(params, account):
    """The name of a FIFO queue must end with the .fifo suffix."""
    fifo = attributes(params).get("FifoQueue") == "true"
    if fifo != params.get("QueueName", "").endswith(".fifo"):
        return Refusal(
            "InvalidParameterValue",
            "The name of a FIFO queue can only include alphanumeric characters, "
            "hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length",
        )


@rule("sqs", "CreateQueue", "SetQueueAttributes", source=ATTRIBUTES)
def queue_attribute_is_in_its_range(params, account):
    """DelaySeconds 0-900, VisibilityTimeout 0-43,200, MessageRetentionPeriod 60-1,209,600, and so on."""
    for name, (low, high) in RANGES.items():
        value = attributes(params).get(name)
        if value is not None and not (value.isdigit() and low <= int(value) <= high):
            yield invalid(name)


@rule("sqs", "CreateQueue", "SetQueueAttributes", source=ATTRIBUTES)
def queue_has_one_kind_of_encryption(params, account):
    """Only one server-side encryption option is supported per queue (for example, SSE-KMS or SSE-SQS)."""
    if attributes(params).get("SqsManagedSseEnabled") == "true" and attributes(params).get("KmsMasterKeyId"):
        return Refusal(
            "InvalidAttributeValue",
            "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.",
        )


@rule("sqs", "CreateQueue", "SetQueueAttributes", source=ATTRIBUTES)
def redrive_policy_has_a_target_and_1_to_1000_receives(params, account):
    """deadLetterTargetArn: the ARN of the dead-letter queue. maxReceiveCount: the number of times, from 1 to 1000."""
    policy = redrive(params)
    if policy is None:
        return
    target, count = str(policy.get("deadLetterTargetArn", "")), str(policy.get("maxReceiveCount", ""))
    if not re.fullmatch(r"arn:aws[\w-]*:sqs:[a-z0-9-]+:\d{12}:[\w.-]+", target):
        yield Refusal(
            "InvalidParameterValue",
            f"Value {attributes(params)['RedrivePolicy']} for parameter RedrivePolicy is "
            "invalid. Reason: Invalid value for deadLetterTargetArn.",
        )
    if not (count.isdigit() and 1 <= int(count) <= 1000):
        yield Refusal(
            "InvalidParameterValue",
            f"Value {attributes(params)['RedrivePolicy']} for parameter RedrivePolicy is "
            "invalid. Reason: Invalid value for maxReceiveCount.",
        )


@rule("sqs", "CreateQueue", "SetQueueAttributes", source="Amazon SQS Developer Guide, Using dead-letter queues")
def dead_letter_queue_is_of_the_same_type(params, account):
    """The dead-letter queue of a FIFO queue must also be a FIFO queue; of a standard queue, a standard queue."""
    target = str((redrive(params) or {}).get("deadLetterTargetArn", ""))
    name = params.get("QueueName") or params.get("QueueUrl", "").rstrip("/").split("/")[-1]
    if target and target.endswith(".fifo") != name.endswith(".fifo"):
        return Refusal(
            "InvalidParameterValue",
            f"Value {attributes(params)['RedrivePolicy']} for parameter RedrivePolicy is "
            "invalid. Reason: Dead-letter target must be same type of queue as the source.",
        )


@rule("sqs", "CreateQueue", "SetQueueAttributes", source="Amazon SQS Developer Guide, Using dead-letter queues")
def dead_letter_queue_exists(params, account):
    """You must create the dead-letter queue first, in the same Region as the queues that redrive to it."""
    target = str((redrive(params) or {}).get("deadLetterTargetArn", ""))
    known = {queue.queue_arn for queue in held(account, "sqs").queues.values()}
    if target and target not in known:
        return Refusal(
            "InvalidParameterValue",
            f"Value {attributes(params)['RedrivePolicy']} for parameter RedrivePolicy is "
            "invalid. Reason: Dead letter target does not exist.",
        )


@rule("sqs", "CreateQueue", "SetQueueAttributes", source="Amazon SQS Developer Guide, Amazon SQS policy structure")
def queue_policy_is_a_policy(params, account):
    """Policy: a valid AWS policy: statements with an effect, a principal and actions of Amazon SQS."""
    text = attributes(params).get("Policy")
    if not text:
        return None
    found = statements(parsed(text))
    whole = all({"Effect", "Principal", "Action"} <= each.keys() for each in found)
    actions = [str(action).lower() for each in found for action in listed(each.get("Action"))]
    if not found or not whole or not all(action == "*" or action.startswith("sqs:") for action in actions):
        return invalid("Policy")


@rule("sns", "CreateTopic", source="Amazon SNS API Reference, CreateTopic")
def topic_name_has_letters_numbers_underscores_and_hyphens(params, account):
    """Uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, between 1 and 256 characters long."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}|[A-Za-z0-9_-]{1,251}\.fifo", params.get("Name", "")):
        return Refusal("InvalidParameter", "Invalid parameter: Topic Name")


def topic_attributes(params: dict) -> dict[str, str]:
    """The attributes that CreateTopic or SetTopicAttributes sets."""
    if params.get("AttributeName"):
        return {params["AttributeName"]: params.get("AttributeValue", "")}
    return attributes(params)


@rule("sns", "CreateTopic", "SetTopicAttributes", source="Amazon SNS API Reference, SetTopicAttributes")
def display_name_has_at_most_100_characters(params, account):
    """DisplayName: the display name to use for a topic with SMS subscriptions, at most 100 characters."""
    if len(topic_attributes(params).get("DisplayName", "")) > 100:
        return Refusal(
            "InvalidParameter", "Invalid parameter: Attributes Reason: DisplayName must be at most 100 characters"
        )


@rule("sns", "CreateTopic", "SetTopicAttributes", source=POLICY_ACTIONS)
def topic_policy_has_actions_of_topics(params, account):
    """A topic's policy can have the policy actions of Amazon SNS only; sns:* is out of its scope."""
    text = topic_attributes(params).get("Policy")
    if not text:
        return None
    found = statements(parsed(text))
    if not found or not all(
        {"Effect", "Action"} <= each.keys() and principals(each, "AWS") + principals(each, "Service") for each in found
    ):
        return Refusal("InvalidParameter", "Invalid parameter: Policy Error: null")
    actions = {str(action).lower() for each in found for action in listed(each.get("Action"))}
    if not actions <= SNS_ACTIONS:
        return Refusal("InvalidParameter", "Invalid parameter: Policy statement action out of service scope!")


@rule("sns", "Subscribe", source="Amazon SNS API Reference, Subscribe")
def endpoint_fits_its_protocol(params, account):
    """email: an email address. https: a URL beginning with "https://". sqs: the ARN of an Amazon SQS queue. And so on."""
    patterns = {
        "email": r"[^@\s]+@[^@\s]+\.[^@\s]+",
        "email-json": r"[^@\s]+@[^@\s]+\.[^@\s]+",
        "http": r"http://\S+",
        "https": r"https://\S+",
        "sqs": r"arn:aws[\w-]*:sqs:\S+",
        "lambda": r"arn:aws[\w-]*:lambda:\S+",
        "firehose": r"arn:aws[\w-]*:firehose:\S+",
        "application": r"arn:aws[\w-]*:sns:\S+",
        "sms": r"\+?[\d ()-]+",
    }
    pattern = patterns.get(params.get("Protocol", ""))
    if pattern is None:
        return Refusal(
            "InvalidParameter", f"Invalid parameter: Does not support this protocol string: {params.get('Protocol')}"
        )
    if not re.fullmatch(pattern, params.get("Endpoint", "")):
        return Refusal("InvalidParameter", "Invalid parameter: Endpoint")


@rule("sns", "Subscribe", source="Amazon SNS Developer Guide, Amazon SNS message filtering")
def filter_policy_is_an_object_of_lists(params, account):
    """A filter policy is a JSON object whose properties have arrays of the values to accept."""
    text = attributes(params).get("FilterPolicy")
    if text:
        policy = parsed(text)
        flat = attributes(params).get("FilterPolicyScope", "MessageAttributes") == "MessageAttributes"
        if policy is None or (flat and not all(isinstance(value, list) for value in policy.values())):
            return Refusal("InvalidParameter", "Invalid parameter: FilterPolicy: Match value must be an array")
