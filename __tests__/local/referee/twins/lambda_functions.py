import json

from twins import ABSENT, Request

QUEUE = "arn:aws:sqs:us-east-1:123456789012:undelivered"


class Role:
    """A resource of moto, with the attributes that the rules read."""

    def __init__(self, name: str, service: str, *actions: str):
        trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
        own = {"Effect": "Allow", "Action": list(actions), "Resource": QUEUE}
        self.arn = f"arn:aws:iam::123456789012:role/{name}"
        self.assume_role_policy_document = json.dumps({"Statement": [trust]})
        self.policies = {"own": json.dumps({"Statement": [own]})}
        self.managed_policies = {}


def roles(account) -> None:
    for role in (
        Role("notifier", "lambda.amazonaws.com", "sqs:SendMessage"),
        Role("silent", "lambda.amazonaws.com", "sqs:ReceiveMessage"),
        Role("task", "ecs-tasks.amazonaws.com", "sqs:SendMessage"),
    ):
        account.backend("iam").roles[role.arn] = role


FUNCTION = Request(
    "lambda",
    "CreateFunction",
    {
        "FunctionName": "notifier",
        "Role": "arn:aws:iam::123456789012:role/notifier",
        "Runtime": "nodejs24.x",
        "Handler": "index.handler",
        "Code": {"ZipFile": b"zip"},
        "Timeout": 900,
        "MemorySize": 128,
        "Environment": {"Variables": {"APP": "api"}},
        "DeadLetterConfig": {"TargetArn": QUEUE},
    },
    roles,
)
FUNCTION.twin("function_runs_at_most_900_seconds", {"Timeout": 901})
FUNCTION.twin("function_has_128_to_10240_mb", {"MemorySize": 10_241})
FUNCTION.twin("runtime_has_not_ended", {"Runtime": "nodejs16.x"})
FUNCTION.twin("variables_fit_4_kb", {"Environment.Variables.APP": "x" * 4096})
FUNCTION.twin("variables_have_names_of_their_own", {"Environment.Variables.AWS_REGION": "us-east-1"})
FUNCTION.twin("lambda_may_assume_the_role", {"Role": "arn:aws:iam::123456789012:role/task"})
FUNCTION.twin("role_may_send_dead_letters", {"Role": "arn:aws:iam::123456789012:role/silent"})
FUNCTION.twin("zip_has_a_handler_and_a_runtime", {"Handler": ABSENT})
CHANGE = Request(
    "lambda",
    "UpdateFunctionConfiguration",
    {"FunctionName": "notifier", "DeadLetterConfig": {"TargetArn": QUEUE}},
)
CHANGE.twin("dead_letters_go_to_a_standard_queue_or_topic", {"DeadLetterConfig.TargetArn": f"{QUEUE}.fifo"})
INVOCATION = Request(
    "lambda",
    "PutFunctionEventInvokeConfig",
    {"FunctionName": "notifier", "DestinationConfig": {"OnFailure": {"Destination": QUEUE}}},
)
INVOCATION.twin(
    "destination_is_a_kind_that_lambda_sends_to", {"DestinationConfig.OnFailure.Destination": f"{QUEUE}.fifo"}
)
PERMISSION = Request(
    "lambda",
    "AddPermission",
    {
        "FunctionName": "notifier",
        "StatementId": "events",
        "Action": "lambda:InvokeFunction",
        "Principal": "events.amazonaws.com",
    },
)
PERMISSION.twin("permission_is_for_a_service_or_an_account", {"Principal": "events"})
