"""What KMS refuses, and which service may use which key for what.

Three of the latter are stricter than AWS, which accepts an alarm, a target or a subscription whose messages it may then
not encrypt, and delivers none of them."""

import re
from functools import partial

from ..policies import allowing, listed, parsed, principals, service_may, statements
from ..refusal import Refusal
from ..resources import held
from .table import rule

POLICIES = "AWS KMS Developer Guide, Key policies in AWS KMS"
EVENT_SOURCES = "Amazon SNS Developer Guide, Managing encryption keys: event sources from AWS services"

malformed = partial(Refusal, "MalformedPolicyDocumentException")


def key_policy(key_id: str | None, account) -> dict | None:
    """The policy of a customer managed key of the account, by its id, ARN or alias. AWS's own keys have none here."""
    name = (key_id or "").split(":")[-1].removeprefix("key/")
    for key in held(account, "kms").keys.values():
        if name == key.id or name in key.aliases:
            return parsed(key.policy)
    return None


def lacks(policy: dict | None, service: str, *actions: str) -> list[str]:
    """The actions that a key's policy allows a service in no statement. No policy: nothing is known of the key."""
    return [] if policy is None else [each for each in actions if not service_may(policy, service, each)]


@rule("kms", "CreateKey", "PutKeyPolicy", source=POLICIES)
def key_policy_has_whole_statements(params, account):
    """Key policy statements must have Effect, Principal, Action and Resource elements."""
    if not params.get("Policy"):
        return
    found = statements(parsed(params["Policy"]))
    needed = [("Effect",), ("Principal", "NotPrincipal"), ("Action", "NotAction"), ("Resource", "NotResource")]
    if not found or any(not any(name in each for name in names) for each in found for names in needed):
        yield malformed("Policy contains a statement that is not valid, or the policy is not JSON.")


@rule("kms", "CreateKey", "PutKeyPolicy", source="AWS KMS API Reference, CreateKey")
def key_policy_does_not_lock_its_account_out(params, account):
    """The key policy must allow the calling principal to make a subsequent PutKeyPolicy request on the key."""
    if not params.get("Policy") or params.get("BypassPolicyLockoutSafetyCheck"):
        return None
    able = [
        principal
        for statement in allowing(parsed(params["Policy"]), "kms:PutKeyPolicy")
        for principal in principals(statement, "AWS")
        if principal == "*" or account.id in principal
    ]
    if statements(parsed(params["Policy"])) and not able:
        return malformed("The new key policy will not allow you to update the key policy in the future.")


@rule("kms", "CreateKey", "PutKeyPolicy", source="AWS KMS API Reference, CreateKey")
def key_policy_has_latin_characters(params, account):
    """Printable ASCII, Basic Latin and Latin-1 Supplement (through ÿ), tab, line feed and carriage return."""
    policy = params.get("Policy") or ""
    # A JSON escape counts as the character that it encodes.
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), policy)
    if re.search(r"[^\t\n\r\x20-\xff]", text):
        return malformed("Policy contains characters outside Basic Latin and Latin-1 Supplement.")


@rule("kms", "CreateKey", "PutKeyPolicy", source="AWS KMS Developer Guide, Key policies in AWS KMS")
def key_policy_names_existing_principals(params, account):
    """Each IAM principal of the policy must exist and be visible to AWS KMS."""
    iam = held(account, "iam")
    roles = {role.arn for role in iam.roles.values()}
    users = {user.arn for user in iam.users.values()}
    for statement in statements(parsed(params.get("Policy"))):
        for principal in principals(statement, "AWS"):
            own = re.fullmatch(rf"arn:aws[\w-]*:iam::{account.id}:(role|user)/.+", principal)
            if own and principal not in roles | users:
                yield malformed("Policy contains a statement with one or more invalid principals.")


@rule("kms", "CreateAlias", source="AWS KMS API Reference, CreateAlias")
def alias_name_is_not_reserved(params, account):
    """Begins with alias/, followed by a name. The name cannot begin with alias/aws/, reserved for AWS managed keys."""
    name = params.get("AliasName", "")
    if name.startswith("alias/aws/"):
        return Refusal("NotAuthorizedException", "")
    if not re.fullmatch(r"alias/[a-zA-Z0-9/_-]+", name):
        return Refusal(
            "ValidationException", 'Alias must start with the prefix "alias/" and hold letters, digits, /_- .'
        )


@rule("kms", "ScheduleKeyDeletion", source="AWS KMS API Reference, ScheduleKeyDeletion")
def key_is_deleted_after_7_to_30_days(params, account):
    """PendingWindowInDays must be between 7 and 30, inclusive."""
    if not 7 <= params.get("PendingWindowInDays", 30) <= 30:
        return Refusal("ValidationException", "PendingWindowInDays must be between 7 and 30, inclusive.")


@rule("kms", "EnableKeyRotation", source="AWS KMS API Reference, EnableKeyRotation")
def symmetric_key_is_rotated(params, account):
    """Automatic key rotation is supported only on symmetric encryption KMS keys."""
    key = held(account, "kms").keys.get(params["KeyId"].split("/")[-1])
    if key and key.key_spec != "SYMMETRIC_DEFAULT":
        return Refusal("UnsupportedOperationException", "")


@rule("logs", "CreateLogGroup", "AssociateKmsKey", source="CloudWatch Logs User Guide, Encrypt log data using AWS KMS")
def logs_may_use_the_key_of_a_group(params, account):
    """The key policy must give logs.region.amazonaws.com Encrypt, Decrypt, ReEncrypt, GenerateDataKey and Describe."""
    service = f"logs.{account.region}.amazonaws.com"
    actions = ("kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey")
    if lacks(key_policy(params.get("kmsKeyId"), account), service, *actions):
        return Refusal(
            "InvalidParameterException",
            "The specified KMS key does not exist or is not allowed to be used with Arn "
            f"'arn:aws:logs:{account.region}:{account.id}:log-group:{params.get('logGroupName')}'",
        )


def services_between(statement: dict) -> set[str] | None:
    """The services in a condition for kms:ViaService. None: the statement is for every service."""
    named = [
        str(value)
        for keys in (statement.get("Condition") or {}).values()
        for key, values in keys.items()
        if key.lower() == "kms:viaservice"
        for value in listed(values)
    ]
    return set(named) or None


@rule("elasticache", "CreateReplicationGroup", source="Amazon ElastiCache User Guide, At-Rest Encryption in ElastiCache")
def elasticache_may_use_a_key_under_both_names(params, account):
    """kms:ViaService must include both names: elasticache.AWS_region.amazonaws.com and dax.AWS_region.amazonaws.com."""
    policy = key_policy(params.get("KmsKeyId"), account)
    both = {f"{name}.{account.region}.amazonaws.com" for name in ("elasticache", "dax")}
    found = [services_between(each) for each in allowing(policy, "kms:CreateGrant")]
    if policy and not any(services is None or services >= both for services in found):
        return Refusal("InvalidParameterValue", f"ElastiCache may not use the KMS key {params['KmsKeyId']}.")


def topic_key(arn: str, account) -> str | None:
    topic = held(account, "sns").topics.get(arn)
    return topic.kms_master_key_id or None if topic else None


@rule("cloudwatch", "PutMetricAlarm", source=EVENT_SOURCES)
def cloudwatch_may_use_the_key_of_a_topic(params, account):
    """Amazon CloudWatch needs kms:GenerateDataKey* and kms:Decrypt in the key policy; else no alarm is ever delivered."""
    actions = [*(params.get("AlarmActions") or []), *(params.get("OKActions") or [])]
    for arn in dict.fromkeys(actions):
        key = topic_key(arn, account)
        managed = key is not None and key.split(":")[-1] == "alias/aws/sns"
        policy = key_policy(key, account)
        if managed or lacks(policy, "cloudwatch.amazonaws.com", "kms:GenerateDataKey", "kms:Decrypt"):
            yield Refusal(
                "ValidationError",
                f"CloudWatch Alarms may not use the KMS key of the topic {arn}: AWS would accept "
                "this alarm and deliver nothing.",
            )


@rule("events", "PutTargets", source="Amazon EventBridge User Guide, Encryption of Amazon SQS and Amazon SNS targets")
def eventbridge_may_use_the_key_of_a_target(params, account):
    """The key policy must allow events.amazonaws.com kms:Decrypt and kms:GenerateDataKey; else nothing is delivered."""
    for target in params.get("Targets") or []:
        for arn in (target["Arn"], (target.get("DeadLetterConfig") or {}).get("Arn", "")):
            key = queue_key(arn, account) or topic_key(arn, account)
            managed = key is not None and key.split(":")[-1] in ("alias/aws/sns", "alias/aws/sqs")
            policy = key_policy(key, account)
            if managed or lacks(policy, "events.amazonaws.com", "kms:GenerateDataKey", "kms:Decrypt"):
                yield Refusal(
                    "ValidationException",
                    f"EventBridge may not use the KMS key of {arn}: AWS would accept this "
                    "target and deliver nothing.",
                )


@rule("sns", "Subscribe", source="Amazon SNS Developer Guide, Amazon SQS encrypted queue subscriptions")
def sns_may_use_the_key_of_a_queue(params, account):
    """The key policy must allow sns.amazonaws.com kms:Decrypt and kms:GenerateDataKey; else nothing is delivered."""
    key = queue_key(params.get("Endpoint", ""), account) if params.get("Protocol") == "sqs" else None
    managed = key is not None and key.split(":")[-1] == "alias/aws/sqs"
    if managed or lacks(key_policy(key, account), "sns.amazonaws.com", "kms:GenerateDataKey", "kms:Decrypt"):
        return Refusal(
            "InvalidParameter",
            f"SNS may not use the KMS key of {params.get('Endpoint')}: AWS would accept this "
            "subscription and deliver nothing.",
        )


def queue_key(arn: str, account) -> str | None:
    for queue in held(account, "sqs").queues.values():
        if queue.queue_arn == arn:
            return queue.kms_master_key_id or None
    return None
