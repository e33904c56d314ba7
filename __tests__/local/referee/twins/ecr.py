import json

from twins import Request

RULES = [
    {
        "rulePriority": 1,
        "selection": {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 7},
        "action": {"type": "expire"},
    },
    {
        "rulePriority": 2,
        "selection": {
            "tagStatus": "tagged",
            "tagPatternList": ["deployed-*"],
            "countType": "imageCountMoreThan",
            "countNumber": 50,
        },
        "action": {"type": "expire"},
    },
    {
        "rulePriority": 3,
        "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 500},
        "action": {"type": "expire"},
    },
]


def rules(number: int = 0, selection: dict | None = None, **changes) -> dict:
    """The policy with one rule changed."""
    changed = RULES[number] | {"selection": RULES[number]["selection"] | (selection or {})} | changes
    return {"lifecyclePolicyText": json.dumps({"rules": [*RULES[:number], changed, *RULES[number + 1 :]]})}


LIFECYCLE = Request("ecr", "PutLifecyclePolicy", {"repositoryName": "app", **rules()})
LIFECYCLE.twin("lifecycle_policy_has_rules", {"lifecyclePolicyText": json.dumps({"rules": [], "for": "x" * 100})})
LIFECYCLE.twin("rule_priorities_are_unique", rules(rulePriority=2))
LIFECYCLE.twin("tagged_images_are_chosen_by_their_tags", rules(1, {"tagPrefixList": ["deployed-"]}))
LIFECYCLE.twin("tag_status_is_known", rules(selection={"tagStatus": "none"}))
LIFECYCLE.twin("rule_of_any_image_comes_last", rules(2, rulePriority=0))
LIFECYCLE.twin("images_are_counted_or_timed", rules(2, {"countUnit": "days"}))
LIFECYCLE.twin("images_expire_or_are_archived", rules(action={"type": "delete"}))
LIFECYCLE.twin("tag_pattern_has_at_most_four_wildcards", rules(1, {"tagPatternList": ["*a*b*c*d*"]}))


def policy(action: str) -> dict:
    principal = {"AWS": "arn:aws:iam::123456789012:root"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": [action]}
    return {"policyText": json.dumps({"Version": "2012-10-17", "Statement": [statement]})}


POLICY = Request("ecr", "SetRepositoryPolicy", {"repositoryName": "app", **policy("ecr:BatchGetImage")})
POLICY.twin("repository_policy_is_a_policy", policy("s3:GetObject"))
REPOSITORY = Request(
    "ecr",
    "CreateRepository",
    {"repositoryName": "app", "encryptionConfiguration": {"encryptionType": "KMS", "kmsKey": "alias/aws/ecr"}},
)
REPOSITORY.twin("key_of_a_repository_is_for_kms", {"encryptionConfiguration.encryptionType": "AES256"})
