"""Runs of the plans of AWS Backup. It knows less than AWS: no plan runs by itself, and every backup succeeds.

    POST /embedded-aws/backups    runs every plan once: backups of its resources, and their copies. A copy that fails is a copy job
"""

from typing import Any
from uuid import uuid4

import backup_copies
import bucket_restores
from backup_copies import Copy
from questions import question


def apply() -> None:
    question("POST", "backups")(run)


def run(body: Any) -> dict[str, Any]:
    """Of a bucket AWS shows its recovery point only."""
    from moto.backup.models import backup_backends

    made = []
    for account, regions in list(backup_backends.items()):
        for backend in list(regions.values()):
            for plan in list(backend.plans.values()):
                for rule in plan.backup_plan["Rules"]:
                    for selection in plan.selections.values():
                        for resource in selection["BackupSelection"].get("Resources", []):
                            made += back_up(account, backend, rule, resource, selection["BackupSelection"]["IamRoleArn"])
    return {"recoveryPoints": made}


def back_up(account: str, backend: Any, rule: dict[str, Any], resource: str, role: str) -> list[str]:
    here, vault = backend.region_name, backend.vaults[rule["TargetBackupVaultName"]]
    database = database_of(account, here, resource)
    taken = point(account, here, database, "job")
    keep(vault, taken, resource, role)
    if resource.startswith("arn:aws:s3:"):
        bucket_restores.objects[taken] = bucket_restores.objects_of(account, resource)
    key = database.kms_key_id if database and database.storage_encrypted else None
    destinations = [action["DestinationBackupVaultArn"] for action in rule.get("CopyActions", [])]
    copies = [Copy(account, here, resource, role, vault, taken, destination, key) for destination in destinations]
    return [taken, *filter(None, [copied(copy, database) for copy in copies])]


def copied(copy: Copy, database: Any) -> str | None:
    """The ARN of the copy, unless it is refused. Either way there is a job."""
    refused = backup_copies.refusal(copy)
    owner, region, _ = copy.to
    made = None if refused else point(owner, region, database, "copyjob", copy.vault.encryption_key_arn if copy.key else None)
    if made:
        keep(copy.vault, made, copy.resource, copy.role)
        if database is None:
            bucket_restores.objects[made] = bucket_restores.objects[copy.recovery_point]
    backup_copies.record(copy, refused, made)
    return made


def database_of(account: str, region: str, resource: str) -> Any:
    from moto.rds.models import rds_backends

    if not resource.startswith("arn:aws:rds:"):
        return None
    return rds_backends[account][region].databases[resource.split(":")[-1]]


def point(account: str, region: str, database: Any, kind: str, key: str | None = None) -> str:
    """The ARN of a new recovery point. Of a database it is a snapshot of RDS, with an id that others cannot choose. A copy has the key
    of its vault."""
    from moto.rds.models import DBSnapshot, rds_backends

    identity = f"{kind}-{uuid4()}"
    if database is None:
        return f"arn:aws:backup:{region}:{account}:recovery-point:{identity}"
    backend, snapshot = rds_backends[account][region], f"awsbackup:{identity}"
    backend.database_snapshots[snapshot] = DBSnapshot(backend, database, snapshot, "awsbackup", kms_key_id=key)
    return f"arn:aws:rds:{region}:{account}:snapshot:{snapshot}"


def keep(vault: Any, arn: str, resource: str, role: str) -> None:
    from moto.core.utils import unix_time

    now = unix_time()
    vault.points.append(
        {
            "RecoveryPointArn": arn,
            "BackupVaultName": vault.backup_vault_name,
            "BackupVaultArn": vault.backup_vault_arn,
            "ResourceArn": resource,
            "ResourceType": resource.split(":")[2].upper(),
            "IamRoleArn": role,
            "Status": "COMPLETED",
            "CreationDate": now,
            "CompletionDate": now,
        }
    )
