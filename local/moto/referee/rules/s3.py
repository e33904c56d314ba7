"""What S3 refuses."""

import ipaddress
import re
from functools import partial

from ..policies import listed, parsed, principals, statements
from ..refusal import Refusal
from ..resources import held
from .table import rule

NAMES = "Amazon S3 User Guide, General purpose bucket naming rules"
LIFECYCLE = "Amazon S3 User Guide, Lifecycle configuration elements"
TRANSITIONS = "Amazon S3 User Guide, Transitioning objects using Amazon S3 Lifecycle"
OWNERSHIP = "Amazon S3 User Guide, Controlling ownership of objects and disabling ACLs for your bucket"
# Transitions go down this list only.
CLASSES = ("STANDARD", "STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE")


def is_address(name: str) -> bool:
    try:
        ipaddress.IPv4Address(name)
    except ValueError:
        return False
    return True


@rule("s3", "CreateBucket", source=NAMES)
def bucket_name_has_lowercase_letters_digits_dots_and_hyphens(params, account):
    """3 to 63 characters: lowercase letters, numbers, periods and hyphens. No two adjacent periods, no IP address."""
    name = params.get("Bucket", "")
    whole = re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", name)
    if not whole or ".." in name or is_address(name):
        return Refusal("InvalidBucketName", "The specified bucket is not valid.")


@rule("s3", "CreateBucket", source=NAMES)
def bucket_name_has_no_reserved_ends(params, account):
    """Must not start with xn--, sthree- or amzn-s3-demo-, or end with -s3alias, --ol-s3, .mrap, --x-s3 or --table-s3."""
    name = params.get("Bucket", "")
    if name.startswith(("xn--", "sthree-", "amzn-s3-demo-")) or name.endswith(
        ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")
    ):
        return Refusal("InvalidBucketName", "The specified bucket is not valid.")


def rules_of(params: dict) -> list[dict]:
    return (params.get("LifecycleConfiguration") or {}).get("Rules") or []

invalid = partial(Refusal, "InvalidArgument")


@rule("s3", "PutBucketLifecycleConfiguration", source=LIFECYCLE)
def lifecycle_rule_does_something(params, account):
    """At least one action needs to be specified in a rule."""
    actions = {"Expiration", "Transitions", "NoncurrentVersionTransitions", "NoncurrentVersionExpiration",
               "AbortIncompleteMultipartUpload"}  # fmt: skip
    for each in rules_of(params):
        if not actions & each.keys():
            yield Refusal("InvalidRequest", "At least one action needs to be specified in a rule")


@rule("s3", "PutBucketLifecycleConfiguration", source=LIFECYCLE)
def lifecycle_rule_ids_are_unique(params, account):
    """Each lifecycle rule has an ID that uniquely identifies it, up to 255 characters long."""
    ids = [each["ID"] for each in rules_of(params) if each.get("ID")]
    for name in sorted({each for each in ids if ids.count(each) > 1}):
        yield invalid(f"Rule ID must be unique. Found same ID for more than one rule: {name}")
    if any(len(each) > 255 for each in ids):
        yield invalid("ID length should not exceed allowed limit of 255")


@rule("s3", "PutBucketLifecycleConfiguration", source=LIFECYCLE)
def lifecycle_rule_says_what_it_is_for(params, account):
    """Filter is required if the rule does not contain a Prefix element; it can have one of them only."""
    for each in rules_of(params):
        if ("Filter" in each) == ("Prefix" in each):
            yield Refusal(
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our " "published schema",
            )


@rule("s3", "PutBucketLifecycleConfiguration", source=LIFECYCLE)
def objects_expire_after_they_moved(params, account):
    """Days of an expiration must be greater than those of a transition in the same rule."""
    for each in rules_of(params):
        expires = (each.get("Expiration") or {}).get("Days")
        moved = [one["Days"] for one in each.get("Transitions") or [] if one.get("Days") is not None]
        if expires is not None and moved and expires <= max(moved):
            yield invalid(
                "'Days' in the Expiration action for filter '(prefix=)' must be greater than 'Days' in the "
                "Transition action"
            )


@rule("s3", "PutBucketLifecycleConfiguration", source=TRANSITIONS)
def objects_move_down_the_classes(params, account):
    """Amazon S3 supports a waterfall model for transitioning between storage classes."""
    for each in rules_of(params):
        moves = sorted(
            (one["Days"], CLASSES.index(one["StorageClass"]))
            for one in each.get("Transitions") or []
            if one.get("Days") is not None and one.get("StorageClass") in CLASSES
        )
        order = [place for _, place in moves]
        if order != sorted(set(order)):
            yield invalid("Found mixed order of storage classes in the Transition actions of a rule")


@rule("s3", "PutBucketLifecycleConfiguration", source=LIFECYCLE)
def days_are_positive(params, account):
    """The value for expiration and abortion must be a non-zero positive integer."""
    for each in rules_of(params):
        given = [
            (each.get("Expiration") or {}).get("Days", 1),
            (each.get("NoncurrentVersionExpiration") or {}).get("NoncurrentDays", 1),
            (each.get("AbortIncompleteMultipartUpload") or {}).get("DaysAfterInitiation", 1),
        ]
        if min(given) < 1:
            yield invalid("'Days' for Expiration action must be a positive integer")


@rule("s3", "PutBucketLifecycleConfiguration", source=LIFECYCLE)
def delete_markers_expire_alone(params, account):
    """ExpiredObjectDeleteMarker can't be specified with Days or Date in the same rule, nor with tags in its filter."""
    for each in rules_of(params):
        expiration = each.get("Expiration") or {}
        if expiration.get("ExpiredObjectDeleteMarker") and {"Days", "Date"} & expiration.keys():
            yield Refusal(
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our " "published schema",
            )


@rule("s3", "PutBucketLifecycleConfiguration", source=LIFECYCLE)
def uploads_are_aborted_whatever_their_tags(params, account):
    """You can't specify AbortIncompleteMultipartUpload in a rule that has a filter of object tags or sizes."""
    for each in rules_of(params):
        chosen = {**(each.get("Filter") or {}), **((each.get("Filter") or {}).get("And") or {})}
        if (
            "AbortIncompleteMultipartUpload" in each
            and {"Tag", "Tags", "ObjectSizeGreaterThan", "ObjectSizeLessThan"} & chosen.keys()
        ):
            yield Refusal(
                "InvalidRequest", "AbortIncompleteMultipartUpload cannot be specified with Tags or object sizes"
            )


@rule("s3", "PutBucketPolicy", source="Amazon S3 User Guide, Bucket policies for Amazon S3")
def bucket_policy_is_a_policy(params, account):
    """A bucket policy has statements with an effect, a principal, actions of Amazon S3 and resources. At most 20 KB."""
    text = params.get("Policy", "")
    found = statements(parsed(text))
    if len(text.encode()) > 20 * 1024:
        return Refusal("PolicyTooLarge", "Policy exceeds the maximum allowed document size.")
    if not found:
        return Refusal("MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'")
    for each in found:
        if not ({"Principal", "NotPrincipal"} & each.keys()):
            return Refusal("MalformedPolicy", "Missing required field Principal")
        if each.get("Effect") not in ("Allow", "Deny") or not ({"Action", "NotAction"} & each.keys()):
            return Refusal("MalformedPolicy", "Missing required field Action or Effect")


@rule("s3", "PutBucketPolicy", source="Amazon S3 User Guide, Policy resources for Amazon S3")
def bucket_policy_is_about_its_bucket(params, account):
    """A bucket policy can have the bucket and the objects in it as its resources."""
    name = params.get("Bucket", "")
    for each in statements(parsed(params.get("Policy"))):
        for resource in listed(each.get("Resource")):
            if not re.fullmatch(rf"\*|arn:aws[\w-]*:s3:::({re.escape(name)}([/*].*)?|\*.*)", str(resource)):
                yield Refusal("MalformedPolicy", "Policy has invalid resource")


# Actions on objects. The others are actions on the bucket.
OBJECT_ACTIONS = re.compile(r"s3:(get|put|delete|restore|abort)\w*object\w*|s3:abortmultipartupload", re.IGNORECASE)


@rule("s3", "PutBucketPolicy", source="Amazon S3 User Guide, Policy actions for Amazon S3")
def action_has_a_resource_of_its_kind(params, account):
    """Object operations are allowed on objects, bucket operations on the bucket."""
    name = params.get("Bucket", "")
    for each in statements(parsed(params.get("Policy"))):
        resources = [str(one) for one in listed(each.get("Resource"))]
        only_bucket = resources and all(one.endswith(f":::{name}") for one in resources)
        actions = [str(one) for one in listed(each.get("Action"))]
        if only_bucket and any(OBJECT_ACTIONS.fullmatch(one) and "bucket" not in one.lower() for one in actions):
            yield Refusal("MalformedPolicy", "Action does not apply to any resource(s) in statement")


@rule("s3", "PutBucketPolicy", source="Amazon S3 User Guide, Blocking public access to your Amazon S3 storage")
def public_policy_is_blocked(params, account):
    """BlockPublicPolicy: Amazon S3 rejects calls to PutBucketPolicy if the bucket policy allows public access."""
    bucket = held(account, "s3").buckets.get(params.get("Bucket"))
    block = bucket.public_access_block if bucket else None
    blocks = str(getattr(block, "block_public_policy", "false")).lower() == "true"
    for each in statements(parsed(params.get("Policy"))) if blocks else []:
        if each.get("Effect") == "Allow" and "*" in principals(each, "AWS") and not each.get("Condition"):
            yield Refusal(
                "AccessDenied",
                "User is not authorized to perform: s3:PutBucketPolicy because public policies are "
                "blocked by the BlockPublicPolicy block public access setting.",
                403,
            )


@rule("s3", "PutBucketEncryption", source="Amazon S3 API Reference, ServerSideEncryptionByDefault")
def key_is_for_kms_encryption(params, account):
    """KMSMasterKeyID is allowed if and only if SSEAlgorithm is set to aws:kms or aws:kms:dsse."""
    for each in (params.get("ServerSideEncryptionConfiguration") or {}).get("Rules") or []:
        default = each.get("ApplyServerSideEncryptionByDefault") or {}
        if default.get("KMSMasterKeyID") and default.get("SSEAlgorithm") == "AES256":
            yield invalid(
                "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse"
            )


@rule("s3", "PutBucketAcl", "PutObjectAcl", source=OWNERSHIP)
def owned_bucket_has_no_acls(params, account):
    """Bucket owner enforced (default): ACLs are disabled. Requests to set ACLs fail with AccessControlListNotSupported."""
    bucket = held(account, "s3").buckets.get(params.get("Bucket"))
    controls = str(getattr(bucket, "ownership_rule", None) or "")
    if "BucketOwnerEnforced" in controls and params.get("ACL") not in (None, "private", "bucket-owner-full-control"):
        return Refusal("AccessControlListNotSupported", "The bucket does not allow ACLs")


@rule("s3", "PutObject", source="Amazon S3 User Guide, Naming Amazon S3 objects")
def object_key_has_at_most_1024_bytes(params, account):
    """The name is a sequence of Unicode characters whose UTF-8 encoding is at most 1,024 bytes long."""
    if len(params.get("Key", "").encode()) > 1024:
        return Refusal("KeyTooLongError", "Your key is too long")
