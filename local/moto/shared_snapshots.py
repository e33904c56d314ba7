"""Snapshots of RDS that another account shares, which moto looks for in the own account.

RDS shares manual snapshots, unless AWS's own key encrypts them. To copy an encrypted one, an account needs the snapshot, what the policy of
its key allows, and a key of its own for the copy ("Sharing encrypted snapshots", Amazon RDS User Guide).

It knows less than AWS: the rights of the caller on both keys, the grants that RDS makes, and the text of each refusal.
"""

import json
from typing import Any

from backup_copies import is_customers, key_at
from rights.policies import Ask, admits_role

# What RDS does with the key of the source ("Copying a DB snapshot", Amazon RDS User Guide). A grant gives RDS the rest.
KEY_ACTIONS = ("DescribeKey", "CreateGrant")


def apply() -> None:
    from moto.rds.exceptions import (
        DBSnapshotNotFoundFault,
        InvalidParameterCombination,
        KMSKeyNotAccessibleFault,
        RDSClientError,
    )
    from moto.rds.models import RDSBackend, rds_backends

    find, copy, modify = RDSBackend.get_db_snapshot, RDSBackend.copy_db_snapshot, RDSBackend.modify_db_snapshot_attribute

    def share(self, db_snapshot_identifier, *args, **kwargs):
        snapshot = find(self, db_snapshot_identifier)
        if snapshot.snapshot_type != "manual":
            raise RDSClientError("InvalidDBSnapshotState", "Only manual snapshots can be shared.")
        if snapshot.encrypted and not is_customers(snapshot.kms_key_id):
            raise RDSClientError("InvalidDBSnapshotState", "A snapshot that is encrypted with the default key cannot be shared.")
        return modify(self, db_snapshot_identifier, *args, **kwargs)

    def owner_of(backend: Any, identifier: str) -> str:
        return identifier.split(":")[4] if identifier.startswith("arn:") else backend.account_id

    def find_own_or_shared(self, identifier):
        owner = owner_of(self, identifier)
        if owner == self.account_id:
            return find(self, identifier)
        snapshot = find(rds_backends[owner][self.region_name], identifier)
        if self.account_id not in snapshot.attributes["restore"]:
            raise DBSnapshotNotFoundFault(identifier)
        return snapshot

    def copy_own_or_shared(self, source_db_snapshot_identifier, *args, **kwargs):
        snapshot = find_own_or_shared(self, source_db_snapshot_identifier)
        if snapshot.encrypted and owner_of(self, source_db_snapshot_identifier) != self.account_id:
            if not kwargs.get("kms_key_id"):
                raise InvalidParameterCombination("The copy of an encrypted snapshot of another account needs a KmsKeyId.")
            if not all(lets(self.account_id, snapshot.kms_key_id, action) for action in KEY_ACTIONS):
                raise KMSKeyNotAccessibleFault(snapshot.kms_key_id)
        return copy(self, source_db_snapshot_identifier, *args, **kwargs)

    RDSBackend.modify_db_snapshot_attribute = share
    RDSBackend.get_db_snapshot = find_own_or_shared
    RDSBackend.copy_db_snapshot = copy_own_or_shared


def lets(account: str, arn: str, action: str) -> bool:
    """Whether the policy of the key lets the operators of another account do this."""
    key = key_at(arn)
    return key is not None and admits_role(json.loads(key.policy), f"arn:aws:iam::{account}:root", Ask(f"kms:{action}", arn))
