import json

from twins import Request


def queues(account) -> None:
    for name, fifo in (("dead", "false"), ("dead.fifo", "true")):
        queue = account.backend("sqs").create_queue(name, {}, **({"FifoQueue": fifo} if fifo == "true" else {}))
        queue.queue_arn = f"arn:aws:sqs:us-east-1:123456789012:{name}"


def redrive(name: str, count: int = 3) -> str:
    return json.dumps({"deadLetterTargetArn": f"arn:aws:sqs:us-east-1:123456789012:{name}", "maxReceiveCount": count})


def policy(action: str, **more) -> str:
    principal = {"Service": "events.amazonaws.com"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": "*"} | more
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


QUEUE = Request(
    "sqs",
    "CreateQueue",
    {
        "QueueName": "jobs",
        "Attributes": {
            "VisibilityTimeout": "90",
            "MessageRetentionPeriod": "1209600",
            "SqsManagedSseEnabled": "true",
            "RedrivePolicy": redrive("dead"),
            "Policy": policy("sqs:SendMessage"),
        },
    },
    queues,
)
QUEUE.twin("queue_name_has_letters_digits_hyphens_and_underscores", {"QueueName": "my.jobs"})
QUEUE.twin("fifo_queue_is_named_as_one", {"Attributes.FifoQueue": "true"})
QUEUE.twin("queue_attribute_is_in_its_range", {"Attributes.VisibilityTimeout": "43201"})
QUEUE.twin("queue_has_one_kind_of_encryption", {"Attributes.KmsMasterKeyId": "alias/app"})
QUEUE.twin("redrive_policy_has_a_target_and_1_to_1000_receives", {"Attributes.RedrivePolicy": redrive("dead", count=0)})
QUEUE.twin("dead_letter_queue_is_of_the_same_type", {"Attributes.RedrivePolicy": redrive("dead.fifo")})
QUEUE.twin("dead_letter_queue_exists", {"Attributes.RedrivePolicy": redrive("deed")})
QUEUE.twin("queue_policy_is_a_policy", {"Attributes.Policy": policy("sns:Publish")})

TOPIC = Request(
    "sns",
    "CreateTopic",
    {"Name": "alarms", "Attributes": {"DisplayName": "api", "Policy": policy("sns:Publish")}},
)
TOPIC.twin("topic_name_has_letters_numbers_underscores_and_hyphens", {"Name": "my alarms"})
TOPIC.twin("display_name_has_at_most_100_characters", {"Attributes.DisplayName": "x" * 101})
TOPIC.twin(
    "topic_policy_has_actions_of_topics",
    {"Attributes.Policy": policy("sns:*")},
    given={"Attributes.Policy": policy("sns:Receive")},
)
SUBSCRIPTION = Request(
    "sns",
    "Subscribe",
    {
        "TopicArn": "arn:aws:sns:us-east-1:123456789012:alarms",
        "Protocol": "email",
        "Endpoint": "operators@example.com",
        "Attributes": {"FilterPolicy": json.dumps({"state": ["ALARM"]})},
    },
)
SUBSCRIPTION.twin("endpoint_fits_its_protocol", {"Endpoint": "operators"})
SUBSCRIPTION.twin("filter_policy_is_an_object_of_lists", {"Attributes.FilterPolicy": json.dumps({"state": "ALARM"})})
