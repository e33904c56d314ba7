import json

from twins import Request

ACCOUNT = "arn:aws:iam::123456789012"
ROOT = {"Effect": "Allow", "Principal": {"AWS": f"{ACCOUNT}:root"}, "Action": "kms:*", "Resource": "*"}


def policy(*statements) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, ensure_ascii=False)


def use(service: str, *actions: str) -> dict:
    return {"Effect": "Allow", "Principal": {"Service": service}, "Action": list(actions), "Resource": "*"}


def through(region: str, *services: str) -> dict:
    """Its account may give grants on the key through these services only."""
    named = [f"{each}.{region}.amazonaws.com" for each in services]
    return ROOT | {"Action": "kms:CreateGrant", "Condition": {"StringEquals": {"kms:ViaService": named}}}


def keys(account) -> None:
    """One key that its account alone may use, one that the services may; a topic and a queue for each."""
    region = account.region
    services = [f"logs.{region}.amazonaws.com", "cloudwatch.amazonaws.com", "events.amazonaws.com", "sns.amazonaws.com"]
    kms, sns, sqs = (account.backend(name) for name in ("kms", "sns", "sqs"))
    administer = ROOT | {"Action": "kms:PutKeyPolicy"}
    kinds = {
        "one-name": policy(administer, through(region, "elasticache")),
        "both-names": policy(administer, through(region, "elasticache", "dax")),
        "closed": policy(ROOT),
        "open": policy(ROOT, *(use(each, "kms:*") for each in services)),
    }
    for name, document in kinds.items():
        key = kms.create_key(document, "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", name, [])
        kms.create_alias(key.id, f"alias/{name}")
        topic = sns.create_topic(name)
        topic.kms_master_key_id = f"alias/{name}"
        # The names are those of us-east-1, whatever the region of the twin's account is.
        sns.topics[f"arn:aws:sns:us-east-1:123456789012:{name}"] = topic
        queue = sqs.create_queue(name, {}, KmsMasterKeyId=f"alias/{name}")
        queue.queue_arn = f"arn:aws:sqs:us-east-1:123456789012:{name}"
    asymmetric = kms.create_key(policy(ROOT), "SIGN_VERIFY", "RSA_2048", "signs", [])
    kms.keys["asymmetric"] = asymmetric
    kms.keys["symmetric"] = key


KEY = Request("kms", "CreateKey", {"Policy": policy(ROOT)})
KEY.twin("key_policy_has_whole_statements", {"Policy": policy(ROOT, {"Effect": "Allow", "Action": "kms:*"})})
KEY.twin(
    "key_policy_does_not_lock_its_account_out",
    {"Policy": policy(use("logs.us-east-1.amazonaws.com", "kms:*"))},
)
KEY.twin(
    "key_policy_has_latin_characters",
    {"Policy": policy(ROOT | {"Sid": "鍵"})},
    given={"Policy": policy(ROOT | {"Sid": "é"})},
)
KEY.twin(
    "key_policy_names_existing_principals",
    {"Policy": policy(ROOT, ROOT | {"Principal": {"AWS": f"{ACCOUNT}:role/unknown"}})},
)
ALIAS = Request("kms", "CreateAlias", {"AliasName": "alias/app", "TargetKeyId": "1"})
ALIAS.twin("alias_name_is_not_reserved", {"AliasName": "alias/aws/app"})
DELETION = Request("kms", "ScheduleKeyDeletion", {"KeyId": "1", "PendingWindowInDays": 30})
DELETION.twin("key_is_deleted_after_7_to_30_days", {"PendingWindowInDays": 3})
ROTATION = Request("kms", "EnableKeyRotation", {"KeyId": "symmetric", "RotationPeriodInDays": 90}, keys)
ROTATION.twin("symmetric_key_is_rotated", {"KeyId": "asymmetric"})

GROUP = Request("logs", "CreateLogGroup", {"logGroupName": "/app", "kmsKeyId": "alias/open"}, keys)
GROUP.twin("logs_may_use_the_key_of_a_group", {"kmsKeyId": "alias/closed"})
ALARM = Request(
    "cloudwatch",
    "PutMetricAlarm",
    {
        "AlarmName": "errors",
        "AlarmActions": ["arn:aws:sns:us-east-1:123456789012:open"],
        "Namespace": "app",
        "MetricName": "Errors",
        "Statistic": "Sum",
        "Period": 60,
        "EvaluationPeriods": 1,
        "Threshold": 1,
        "ComparisonOperator": "GreaterThanThreshold",
    },
    keys,
)
ALARM.twin("cloudwatch_may_use_the_key_of_a_topic", {"AlarmActions.0": "arn:aws:sns:us-east-1:123456789012:closed"})
TARGETS = Request(
    "events",
    "PutTargets",
    {"Rule": "deploys", "Targets": [{"Id": "queue", "Arn": "arn:aws:sqs:us-east-1:123456789012:open"}]},
    keys,
)
TARGETS.twin("eventbridge_may_use_the_key_of_a_target", {"Targets.0.Arn": "arn:aws:sqs:us-east-1:123456789012:closed"})
SUBSCRIPTION = Request(
    "sns",
    "Subscribe",
    {
        "TopicArn": "arn:aws:sns:us-east-1:123456789012:open",
        "Protocol": "sqs",
        "Endpoint": "arn:aws:sqs:us-east-1:123456789012:open",
    },
    keys,
)
SUBSCRIPTION.twin("sns_may_use_the_key_of_a_queue", {"Endpoint": "arn:aws:sqs:us-east-1:123456789012:closed"})
CACHE = Request(
    "elasticache",
    "CreateReplicationGroup",
    {
        "ReplicationGroupId": "api",
        "ReplicationGroupDescription": "Cache",
        "Engine": "valkey",
        "EngineVersion": "8.0",
        "CacheNodeType": "cache.t4g.micro",
        "AtRestEncryptionEnabled": True,
        "KmsKeyId": "alias/both-names",
    },
    keys,
)
CACHE.twin("elasticache_may_use_a_key_under_both_names", {"KmsKeyId": "alias/one-name"})
