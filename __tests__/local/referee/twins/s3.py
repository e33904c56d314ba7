import json

from twins import ABSENT, Named, Request


def buckets(account) -> None:
    account.backend("s3").buckets["settings"] = Named(
        public_access_block=Named(block_public_policy="true"), ownership_rule="BucketOwnerEnforced"
    )


BUCKET = Request("s3", "CreateBucket", {"Bucket": "api-production-settings"})
BUCKET.twin("bucket_name_has_lowercase_letters_digits_dots_and_hyphens", {"Bucket": "api_production"})
BUCKET.twin("bucket_name_has_no_reserved_ends", {"Bucket": "settings-s3alias"})

LIFECYCLE = Request(
    "s3",
    "PutBucketLifecycleConfiguration",
    {
        "Bucket": "settings",
        "LifecycleConfiguration": {
            "Rules": [
                {
                    "ID": "sweep",
                    "Status": "Enabled",
                    "Filter": {"Prefix": ""},
                    "Transitions": [
                        {"Days": 30, "StorageClass": "STANDARD_IA"},
                        {"Days": 60, "StorageClass": "GLACIER"},
                    ],
                    "Expiration": {"Days": 90},
                    "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
                    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
                }
            ]
        },
    },
)
first = "LifecycleConfiguration.Rules.0"
RULE = LIFECYCLE.params["LifecycleConfiguration"]["Rules"][0]
LIFECYCLE.twin("lifecycle_rule_does_something", {first: {"ID": "x", "Status": "Enabled", "Filter": {"Prefix": ""}}})
LIFECYCLE.twin("lifecycle_rule_ids_are_unique", {"LifecycleConfiguration.Rules": [RULE, RULE]})
LIFECYCLE.twin("lifecycle_rule_says_what_it_is_for", {f"{first}.Filter": ABSENT})
LIFECYCLE.twin("objects_expire_after_they_moved", {f"{first}.Expiration.Days": 60})
LIFECYCLE.twin("objects_move_down_the_classes", {f"{first}.Transitions.0.StorageClass": "DEEP_ARCHIVE"})
LIFECYCLE.twin("days_are_positive", {f"{first}.NoncurrentVersionExpiration.NoncurrentDays": 0})
LIFECYCLE.twin("delete_markers_expire_alone", {f"{first}.Expiration.ExpiredObjectDeleteMarker": True})
LIFECYCLE.twin("uploads_are_aborted_whatever_their_tags", {f"{first}.Filter": {"Tag": {"Key": "kind", "Value": "old"}}})


def policy(**changes) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::settings/*",
    }
    kept = {key: value for key, value in (statement | changes).items() if value is not None}
    return json.dumps({"Version": "2012-10-17", "Statement": [kept]})


POLICY = Request("s3", "PutBucketPolicy", {"Bucket": "settings", "Policy": policy()}, buckets)
POLICY.twin("bucket_policy_is_a_policy", {"Policy": policy(Principal=None)})
POLICY.twin("bucket_policy_is_about_its_bucket", {"Policy": policy(Resource="arn:aws:s3:::other/*")})
POLICY.twin("action_has_a_resource_of_its_kind", {"Policy": policy(Resource="arn:aws:s3:::settings")})
POLICY.twin("public_policy_is_blocked", {"Policy": policy(Principal="*")})

ENCRYPTION = Request(
    "s3",
    "PutBucketEncryption",
    {
        "Bucket": "settings",
        "ServerSideEncryptionConfiguration": {
            "Rules": [
                {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "alias/app"}}
            ]
        },
    },
)
ENCRYPTION.twin(
    "key_is_for_kms_encryption",
    {"ServerSideEncryptionConfiguration.Rules.0.ApplyServerSideEncryptionByDefault.SSEAlgorithm": "AES256"},
)
ACL = Request("s3", "PutBucketAcl", {"Bucket": "settings", "ACL": "private"}, buckets)
ACL.twin("owned_bucket_has_no_acls", {"ACL": "public-read"})
OBJECT = Request("s3", "PutObject", {"Bucket": "settings", "Key": "app.env"})
OBJECT.twin("object_key_has_at_most_1024_bytes", {"Key": "x" * 1025})
