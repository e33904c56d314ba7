"""What Lambda refuses."""

import re
from functools import partial

from ..policies import allowing, listed, matches, parsed, principals
from ..refusal import Refusal
from ..resources import held
from .table import rule

FUNCTION = "AWS Lambda API Reference, CreateFunction"
VARIABLES = "AWS Lambda Developer Guide, Working with Lambda environment variables"
SETTINGS = ("CreateFunction", "UpdateFunctionConfiguration")
EXECUTION_ROLE = "AWS Lambda Developer Guide, Defining Lambda function permissions with an execution role"
DESTINATIONS = "AWS Lambda Developer Guide, Retaining records of asynchronous invocations"

RESERVED = {
    "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
}  # fmt: skip
# Runtimes whose functions can no longer be created, by "Lambda runtimes".
ENDED = re.compile(
    r"nodejs(4\.3|4\.3-edge|6\.10|8\.10|1[0246]\.x)?|python(2\.7|3\.[678])|ruby2\.[57]|dotnetcore.*|dotnet[56]|go1\.x|java8|provided"
)

invalid = partial(Refusal, "InvalidParameterValueException")


def role_of(arn: str | None, account):
    return next((each for each in held(account, "iam").roles.values() if each.arn == arn), None)


@rule("lambda", *SETTINGS, source=FUNCTION)
def function_runs_at_most_900_seconds(params, account):
    """The default is 3 seconds. The maximum allowed value is 900 seconds."""
    if params.get("Timeout", 3) > 900:
        return Refusal(
            "ValidationException",
            f"1 validation error detected: Value '{params['Timeout']}' at 'timeout' failed to "
            "satisfy constraint: Member must have value less than or equal to 900",
        )


@rule("lambda", *SETTINGS, source="AWS Lambda Developer Guide, Configure Lambda function memory")
def function_has_128_to_10240_mb(params, account):
    """You can configure memory between 128 MB and 10,240 MB in 1-MB increments."""
    if not 128 <= params.get("MemorySize", 128) <= 10_240:
        return invalid(
            "'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to 10240"
        )


@rule("lambda", *SETTINGS, source="AWS Lambda Developer Guide, Lambda runtimes")
def runtime_has_not_ended(params, account):
    """After the block function create date you can no longer create functions that use the runtime."""
    if params.get("Runtime") and ENDED.fullmatch(params["Runtime"]):
        return invalid(
            f"The runtime parameter of {params['Runtime']} is no longer supported for creating or updating AWS Lambda functions. "
            "We recommend you use a supported runtime while creating or updating functions."
        )


def variables(params: dict) -> dict[str, str]:
    return (params.get("Environment") or {}).get("Variables") or {}


@rule("lambda", *SETTINGS, source=VARIABLES)
def variables_fit_4_kb(params, account):
    """The total size of all environment variables doesn't exceed 4 KB."""
    if sum(len(f"{name}{value}".encode()) for name, value in variables(params).items()) > 4096:
        return invalid(
            "Lambda was unable to configure your environment variables because the environment variables you have "
            "provided exceeded the 4KB limit."
        )


@rule("lambda", *SETTINGS, source=VARIABLES)
def variables_have_names_of_their_own(params, account):
    """Keys aren't reserved by Lambda."""
    reserved = sorted(RESERVED & variables(params).keys())
    if reserved:
        return invalid(
            "Lambda was unable to configure your environment variables because the environment variables you have provided "
            "contains reserved keys that are currently not supported for modification. Reserved keys used in this request: "
            f"{', '.join(reserved)}"
        )


@rule("lambda", "CreateFunction", source=EXECUTION_ROLE)
def lambda_may_assume_the_role(params, account):
    """Lambda must be able to assume your execution role: its service principal, lambda.amazonaws.com, is trusted."""
    role = role_of(params.get("Role"), account)
    trust = parsed(role.assume_role_policy_document) if role else None
    if not any("lambda.amazonaws.com" in principals(each, "Service") for each in allowing(trust, "sts:AssumeRole")):
        return invalid("The role defined for the function cannot be assumed by Lambda.")


def may(role, action: str, resource: str) -> bool:
    """Whether a statement of the role's own policies may allow it. With managed policies: taken for granted."""
    if role is None or role.managed_policies:
        return True
    return any(
        any(matches(str(pattern), resource) for pattern in listed(each.get("Resource")))
        for text in role.policies.values()
        for each in allowing(parsed(text), action)
    )


def dead_letters(params: dict) -> str:
    return (params.get("DeadLetterConfig") or {}).get("TargetArn") or ""


@rule("lambda", *SETTINGS, source="AWS Lambda Developer Guide, Adding a dead-letter queue")
def dead_letters_go_to_a_standard_queue_or_topic(params, account):
    """Amazon SQS FIFO queues and Amazon SNS FIFO topics aren't supported as dead-letter queues."""
    arn = dead_letters(params)
    if arn and (not re.match(r"arn:aws[\w-]*:(sqs|sns):", arn) or arn.endswith(".fifo")):
        return invalid(f"The provided target ARN {arn} is not supported for a dead-letter queue.")


@rule("lambda", "CreateFunction", source="AWS Lambda Developer Guide, Adding a dead-letter queue")
def role_may_send_dead_letters(params, account):
    """To send events to a queue or topic, your function needs sqs:SendMessage or sns:Publish."""
    arn = dead_letters(params)
    action, call = ("sqs:SendMessage", "SendMessage on SQS") if ":sqs:" in arn else ("sns:Publish", "Publish on SNS")
    if arn and not may(role_of(params.get("Role"), account), action, arn):
        return invalid(f"The provided execution role does not have permissions to call {call}")


@rule("lambda", "PutFunctionEventInvokeConfig", source=DESTINATIONS)
def destination_is_a_kind_that_lambda_sends_to(params, account):
    """Amazon SQS, Amazon SNS, Amazon S3 (on failure only), AWS Lambda and Amazon EventBridge; standard queues and topics."""
    destinations = params.get("DestinationConfig") or {}
    for condition in ("OnSuccess", "OnFailure"):
        arn = (destinations.get(condition) or {}).get("Destination") or ""
        kinds = "sqs|sns|lambda|events" + ("|s3" if condition == "OnFailure" else "")
        if arn and (not re.match(rf"arn:aws[\w-]*:({kinds}):", arn) or arn.endswith(".fifo")):
            yield invalid(f"The provided destination config DestinationConfig is not valid: {condition} {arn}")


@rule("lambda", "AddPermission", source="AWS Lambda API Reference, AddPermission")
def permission_is_for_a_service_or_an_account(params, account):
    """Principal: the AWS service, AWS account, IAM user, or IAM role that invokes the function. A service by its domain."""
    principal = params.get("Principal", "")
    if not re.fullmatch(r"\*|\d{12}|arn:aws[\w-]*:iam::.+|[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|amazon\.com)", principal):
        return invalid("The provided principal was invalid. Please check the principal and try again.")


@rule("lambda", "CreateFunction", source=FUNCTION)
def zip_has_a_handler_and_a_runtime(params, account):
    """Handler and Runtime are required if the deployment package is a .zip file archive."""
    missing = [name for name in ("Runtime", "Handler") if not params.get(name)]
    if params.get("PackageType", "Zip") == "Zip" and missing:
        return invalid(
            f"{' and '.join(missing)} are mandatory parameters for functions created with deployment packages."
        )
