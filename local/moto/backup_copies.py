"""Copies of AWS Backup in other regions and accounts: their jobs, and what another account must have allowed for them ("Creating
backup copies across AWS accounts", AWS Backup Developer Guide): the organization, the vault with its policy, and the key of the database.

It knows less than AWS: policies of organizations, legal holds and vault locks, the rights on the keys of the vaults, and the text of each
refusal. It asks the policy of a key for what the service-linked role of AWS Backup does there.
"""

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from rights import role_may
from rights.policies import Ask, admits_role

# The actions of AWSBackupServiceLinkedRolePolicyForBackup on keys, through RDS except for the first one.
KEY_ACTIONS = ("DescribeKey", "CreateGrant", "GenerateDataKeyWithoutPlaintext", "ListGrants", "ReEncryptFrom")

PATHS = ("copy-jobs$", "copy-jobs/$", "global-settings/?$", "backup-vaults/(?P<name>[^/]+)/access-policy/?$")

# The management accounts of the organizations that have enabled copies between their accounts.
enabled: set[str] = set()
# The jobs of each account and region, where the copies begin.
jobs: dict[tuple[str, str], list[dict[str, Any]]] = {}


@dataclass(frozen=True)
class Copy:
    """One copy that is due."""

    account: str
    region: str
    resource: str
    role: str
    source_vault: Any
    recovery_point: str
    destination: str
    # Of the resource.
    key: str | None

    @property
    def to(self) -> tuple[str, str, str]:
        """The account, the region and the name of the vault."""
        _, _, _, region, account, _, name = self.destination.split(":")
        return account, region, name

    @property
    def vault(self) -> Any:
        from moto.backup.models import backup_backends

        account, region, name = self.to
        return backup_backends[account][region].vaults.get(name)


def apply() -> None:
    from moto.backup.responses import BackupResponse as Responses

    for action in (
        list_copy_jobs,
        describe_global_settings,
        update_global_settings,
        put_backup_vault_access_policy,
        get_backup_vault_access_policy,
        delete_backup_vault_access_policy,
    ):
        setattr(Responses, action.__name__, action)


def refusal(copy: Copy) -> str | None:
    """Why AWS Backup does not make the copy."""
    account, _, name = copy.to
    if not role_may(copy.role, Ask("backup:CopyIntoBackupVault", copy.destination)):
        return "Access Denied trying to call AWS Backup service"
    if account == copy.account:
        return None if copy.vault else f"Backup vault {name} does not exist."
    organization = organization_of(copy.account)
    if organization is None or organization != organization_of(account):
        return "Copy job failed. Both source and destination account must be a member of the same organization"
    if organization not in enabled:
        return "Cross-account backup is not enabled in the organization."
    if copy.vault is None or not admits_role(policy_of(copy.vault), copy.role, into(copy)):
        return "Access Denied trying to call AWS Backup service"
    return refusal_of_database(copy) if copy.resource.startswith("arn:aws:rds:") else None


def into(copy: Copy) -> Ask:
    return Ask("backup:CopyIntoBackupVault", copy.destination, {"aws:PrincipalAccount": copy.account})


def refusal_of_database(copy: Copy) -> str | None:
    """Of a snapshot of RDS, which is shared and then copied there. AWS Backup does not encrypt it itself."""
    if not role_may(copy.role, Ask("rds:ModifyDBSnapshotAttribute", copy.recovery_point)):
        return "Access Denied trying to call RDS service"
    if not is_customers(copy.vault.encryption_key_arn):
        return "The destination vault is not encrypted with a customer managed key."
    if copy.key and not all(lets_copy(copy, action) for action in KEY_ACTIONS):
        return f"The source snapshot KMS key [{copy.key}] does not exist, is not enabled or you do not have permissions to access it."
    return None


def key_at(arn: str | None) -> Any:
    from moto.kms.models import kms_backends

    if not arn or not arn.startswith("arn:aws:kms:"):
        return None
    _, _, _, region, account, name = arn.split(":")
    return kms_backends[account][region].keys.get(name.removeprefix("key/"))


def is_customers(arn: str | None) -> bool:
    key = key_at(arn)
    return key is not None and key.key_manager == "CUSTOMER"


def lets_copy(copy: Copy, action: str) -> bool:
    key, account = key_at(copy.key), copy.to[0]
    if key is None:
        return False
    role = f"arn:aws:iam::{account}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup"
    via = {} if action == "DescribeKey" else {"kms:ViaService": f"rds.{copy.region}.amazonaws.com"}
    grant = {"kms:GrantIsForAWSResource": "true"} if action == "CreateGrant" else {}
    return admits_role(json.loads(key.policy), role, Ask(f"kms:{action}", copy.key, {"aws:PrincipalArn": role, **via, **grant}))


def organization_of(account: str) -> str | None:
    """The management account of its organization."""
    from moto.organizations.models import organizations_backends

    if account in organizations_backends.master_accounts:
        return organizations_backends.master_accounts[account][0]
    return account if organizations_backends[account]["aws"].org else None


def record(copy: Copy, refused: str | None, copied: str | None) -> None:
    from moto.core.utils import unix_time

    now = unix_time()
    job = {
        "AccountId": copy.account,
        "CopyJobId": str(uuid4()).upper(),
        "SourceBackupVaultArn": copy.source_vault.backup_vault_arn,
        "SourceRecoveryPointArn": copy.recovery_point,
        "DestinationBackupVaultArn": copy.destination,
        "DestinationRecoveryPointArn": copied,
        "ResourceArn": copy.resource,
        "ResourceType": copy.resource.split(":")[2].upper(),
        "IamRoleArn": copy.role,
        "State": "FAILED" if refused else "COMPLETED",
        "StatusMessage": refused,
        "CreationDate": now,
        "CompletionDate": now,
    }
    jobs.setdefault((copy.account, copy.region), []).append({name: value for name, value in job.items() if value is not None})


def list_copy_jobs(self) -> str:
    filters = {"state": "State", "resourceArn": "ResourceArn", "destinationVaultArn": "DestinationBackupVaultArn"}
    wanted = {field: self.querystring[name][0] for name, field in filters.items() if name in self.querystring}
    listed = [
        each
        for each in jobs.get((self.current_account, self.region), [])
        if all(each.get(field) == value for field, value in wanted.items())
    ]
    return json.dumps({"CopyJobs": listed})


def describe_global_settings(self) -> str:
    from backups import error

    organization = organization_of(self.current_account)
    if organization is None:
        raise error("InvalidRequestException", "The account is not a member of an organization.")
    return json.dumps({"GlobalSettings": {"isCrossAccountBackupEnabled": json.dumps(organization in enabled)}})


def update_global_settings(self) -> str:
    from backups import error

    account = self.current_account
    if organization_of(account) != account:
        raise error("InvalidRequestException", "Only the management account of an organization changes these settings.")
    settings = json.loads(self.body)["GlobalSettings"]
    (enabled.add if settings.get("isCrossAccountBackupEnabled") == "true" else enabled.discard)(account)
    return "{}"


def policy_of(vault: Any) -> dict[str, Any] | None:
    return getattr(vault, "access_policy", None)


def vault_in(self) -> Any:
    from backups import parts, vault_of

    return vault_of(self.backup_backend, parts(self)[1])


def put_backup_vault_access_policy(self) -> str:
    vault_in(self).access_policy = json.loads(json.loads(self.body)["Policy"])
    return "{}"


def get_backup_vault_access_policy(self) -> str:
    from backups import error

    vault = vault_in(self)
    if policy_of(vault) is None:
        raise error("ResourceNotFoundException", f"Backup vault {vault.backup_vault_name} has no access policy.")
    named = {"BackupVaultName": vault.backup_vault_name, "BackupVaultArn": vault.backup_vault_arn}
    return json.dumps({**named, "Policy": json.dumps(policy_of(vault))})


def delete_backup_vault_access_policy(self) -> str:
    vault_in(self).access_policy = None
    return "{}"
