"""Restores of AWS Backup into a bucket of S3 ("Restore S3 data using AWS Backup", AWS Backup Developer Guide).

It knows less than AWS: a job ends at once, restores into a bucket that exists, and needs only the rights to look at the bucket and to
write. ACLs, tags, the encryption of the objects and restores of single ones are unknown.
"""

import json
from typing import Any
from uuid import uuid4

import sessions
from rights import role_may
from rights.policies import Ask

PATHS = ("restore-jobs$", "restore-jobs/(?P<job>[^/]+)$")
RIGHTS = (("s3:ListBucket", ""), ("s3:GetBucketLocation", ""), ("s3:PutObject", "/any"))

# The newest version of each object, by the ARN of the recovery point.
objects: dict[str, dict[str, bytes]] = {}
jobs: dict[str, dict[str, Any]] = {}


def apply() -> None:
    from moto.backup.responses import BackupResponse as Responses

    Responses.start_restore_job = start_restore_job
    Responses.describe_restore_job = describe_restore_job


def buckets(account: str) -> dict[str, Any]:
    from moto.s3.models import s3_backends

    return s3_backends[account]["aws"].buckets


def objects_of(account: str, resource: str) -> dict[str, bytes]:
    """:param resource: the ARN of a bucket"""
    from moto.s3.models import FakeKey

    newest = buckets(account)[resource.split(":")[-1]].keys.items()
    return {name: key.value for name, key in newest if isinstance(key, FakeKey)}


def start_restore_job(self) -> str:
    from backups import error
    from moto.core.utils import unix_time

    given = json.loads(self.body)
    arn, role, to = given["RecoveryPointArn"], given.get("IamRoleArn", ""), given["Metadata"].get("DestinationBucketName")
    points = [each for vault in self.backup_backend.vaults.values() for each in vault.points]
    point = next((each for each in points if each["RecoveryPointArn"] == arn), None)
    if point is None:
        raise error("ResourceNotFoundException", f"Recovery point {arn} does not exist.")
    if point["ResourceType"] != "S3" or not to or given["Metadata"].get("NewBucket") != "false":
        raise error("InvalidParameterValueException", "Invalid restore metadata.")
    try:
        sessions.assume(role, "restore", "backup.amazonaws.com")
    except (PermissionError, IndexError):
        raise error("InvalidParameterValueException", f"IAM Role {role} cannot be assumed by AWS Backup") from None
    refused = refusal(self, role, to) or write(self.current_account, to, objects[arn])
    now = unix_time()
    job = {
        "AccountId": self.current_account,
        "RestoreJobId": str(uuid4()).upper(),
        "RecoveryPointArn": arn,
        "ResourceType": "S3",
        "IamRoleArn": role,
        "Status": "FAILED" if refused else "COMPLETED",
        "CreationDate": now,
        "CompletionDate": now,
        **({"StatusMessage": refused} if refused else {"CreatedResourceArn": f"arn:aws:s3:::{to}"}),
    }
    jobs[job["RestoreJobId"]] = job
    return json.dumps({"RestoreJobId": job["RestoreJobId"]})


def describe_restore_job(self) -> str:
    from backups import error, parts

    job = jobs.get(parts(self)[1])
    if job is None:
        raise error("ResourceNotFoundException", f"Restore job {parts(self)[1]} does not exist.")
    return json.dumps(job)


def refusal(response: Any, role: str, name: str) -> str | None:
    """Why the job fails."""
    bucket = buckets(response.current_account).get(name)
    if bucket is None:
        return f"The destination bucket {name} does not exist."
    if bucket.region_name != response.region:
        return f"The destination bucket {name} is not in the Region of the recovery point."
    denied = [action for action, path in RIGHTS if not role_may(role, Ask(action, f"arn:aws:s3:::{name}{path}"))]
    return f"Access Denied: {role} may not {denied[0]}." if denied else None


def write(account: str, name: str, restored: dict[str, bytes]) -> None:
    """An object of the destination is not replaced."""
    from moto.s3.models import s3_backends

    backend = s3_backends[account]["aws"]
    for key, value in restored.items():
        if key not in backend.buckets[name].keys:
            backend.put_object(name, key, value)
