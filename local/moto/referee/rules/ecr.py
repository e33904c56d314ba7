"""What ECR refuses of a lifecycle policy and of a repository."""

import re
from typing import Any

from ..policies import parsed, statements
from ..refusal import Refusal
from .kms import key_policy
from .table import rule

LIFECYCLE = "Amazon ECR User Guide, Lifecycle policy properties in Amazon ECR"


def refused(reason: str) -> Refusal:
    return Refusal(
        "InvalidParameterException",
        "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: "
        f"{reason}'",
    )


def rules_of(params: dict) -> list[dict[str, Any]]:
    found = (parsed(params.get("lifecyclePolicyText")) or {}).get("rules")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def selection(each: dict[str, Any]) -> dict[str, Any]:
    found = each.get("selection")
    return found if isinstance(found, dict) else {}


@rule("ecr", "PutLifecyclePolicy", "StartLifecyclePolicyPreview", source=LIFECYCLE)
def lifecycle_policy_has_rules(params, account):
    """A lifecycle policy consists of one or more rules, in JSON: rulePriority, selection, action."""
    if params.get("lifecyclePolicyText") is None:
        return
    found = rules_of(params)
    if not 1 <= len(found) <= 50 or any({"rulePriority", "selection", "action"} - each.keys() for each in found):
        yield refused("Lifecycle policy must have 1 to 50 rules, each with rulePriority, selection and action")


@rule("ecr", "PutLifecyclePolicy", "StartLifecyclePolicyPreview", source=LIFECYCLE)
def rule_priorities_are_unique(params, account):
    """rulePriority: a unique value for each rule. It can't be re-used across rules."""
    priorities = [each.get("rulePriority") for each in rules_of(params)]
    if len(priorities) > len(set(priorities)):
        return refused("Rules must have unique priorities")


@rule("ecr", "PutLifecyclePolicy", "StartLifecyclePolicyPreview", source=LIFECYCLE)
def tagged_images_are_chosen_by_their_tags(params, account):
    """If you specify tagged, you must also specify a tagPrefixList or a tagPatternList value, not both; else neither."""
    for each in rules_of(params):
        lists = {"tagPrefixList", "tagPatternList"} & selection(each).keys()
        if len(lists) != (selection(each).get("tagStatus") == "tagged"):
            yield refused("tagPrefixList or tagPatternList is required for tagStatus=tagged, and for it only")


@rule("ecr", "PutLifecyclePolicy", "StartLifecyclePolicyPreview", source=LIFECYCLE)
def tag_status_is_known(params, account):
    """tagStatus: acceptable options are tagged, untagged, or any."""
    for each in rules_of(params):
        if selection(each).get("tagStatus") not in ("tagged", "untagged", "any"):
            yield refused("tagStatus must be tagged, untagged or any")


@rule("ecr", "PutLifecyclePolicy", "StartLifecyclePolicyPreview", source=LIFECYCLE)
def rule_of_any_image_comes_last(params, account):
    """A rule with a tagStatus of any must have the highest value for rulePriority and be evaluated last."""
    priorities = [each.get("rulePriority", 0) for each in rules_of(params)]
    for each in rules_of(params):
        if selection(each).get("tagStatus") == "any" and each.get("rulePriority", 0) < max(priorities):
            yield refused("The rule with tagStatus=any must be the last of all")


@rule("ecr", "PutLifecyclePolicy", "StartLifecyclePolicyPreview", source=LIFECYCLE)
def images_are_counted_or_timed(params, account):
    """countType: imageCountMoreThan or sinceImagePushed. countUnit (days) for sinceImagePushed only. countNumber: > 0."""
    for each in rules_of(params):
        kind, unit = selection(each).get("countType"), selection(each).get("countUnit")
        number = selection(each).get("countNumber")
        timed = kind in ("sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned")
        if not (timed or kind == "imageCountMoreThan") or unit != ("days" if timed else None):
            yield refused(
                "countUnit (days) is required for countType=sinceImagePushed, and not allowed for imageCountMoreThan"
            )
        if not isinstance(number, int) or number < 1:
            yield refused("countNumber must be a positive integer")


@rule("ecr", "PutLifecyclePolicy", "StartLifecyclePolicyPreview", source=LIFECYCLE)
def images_expire_or_are_archived(params, account):
    """action: type: the supported values are expire and transition (to archive)."""
    for each in rules_of(params):
        action = each.get("action")
        if not isinstance(action, dict) or action.get("type") not in ("expire", "transition"):
            yield refused("action type must be expire or transition")


@rule("ecr", "PutLifecyclePolicy", "StartLifecyclePolicyPreview", source=LIFECYCLE)
def tag_pattern_has_at_most_four_wildcards(params, account):
    """There is a maximum limit of four wildcards (*) per string, like ["*test*1*2*3", "test*1*2*3*"]."""
    for each in rules_of(params):
        for pattern in selection(each).get("tagPatternList") or []:
            if not re.fullmatch(r"[A-Za-z0-9*._-]{1,128}", str(pattern)) or str(pattern).count("*") > 4:
                yield refused(f"tagPatternList has an invalid pattern: {pattern}")


@rule("ecr", "SetRepositoryPolicy", source="Amazon ECR User Guide, Private repository policies in Amazon ECR")
def repository_policy_is_a_policy(params, account):
    """A repository policy has statements with an effect, a principal and actions of Amazon ECR."""
    found = statements(parsed(params.get("policyText")))
    whole = all({"Effect", "Principal"} <= each.keys() and {"Action", "NotAction"} & each.keys() for each in found)
    actions = [
        one
        for each in found
        for one in ([each["Action"]] if isinstance(each.get("Action"), str) else each.get("Action") or [])
    ]
    if not found or not whole or not all(one == "*" or str(one).lower().startswith("ecr:") for one in actions):
        return Refusal(
            "InvalidParameterException",
            "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
        )


@rule("ecr", "CreateRepository", source="Amazon ECR API Reference, EncryptionConfiguration")
def key_of_a_repository_is_for_kms(params, account):
    """kmsKey: if you use the KMS encryption type, specify the KMS key to use; the key must exist in the same Region."""
    encryption = params.get("encryptionConfiguration") or {}
    key = encryption.get("kmsKey")
    if key and encryption.get("encryptionType") == "AES256":
        return Refusal("InvalidParameterException", "kmsKey cannot be specified with the encryption type AES256")
    if key and key_policy(key, account) is None and not key.split(":")[-1].startswith("alias/aws/"):
        return Refusal("KmsException", f"Key '{key}' does not exist")
